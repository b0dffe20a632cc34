#include "serve/rtr_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/memory.h"

enum { STATE_VERSION = 2 }; /* of the PDUs: the first that has all of them */

static const char TITLE[] = "decorum rtr state 1";

static void put_set(struct buffer *out, const struct payload_set *set)
{
	for (size_t i = 0; i < set->vrp_count; i++)
		rtr_write_vrp(out, STATE_VERSION, true, &set->vrps[i]);
	for (size_t i = 0; i < set->key_count; i++)
		rtr_write_key(out, STATE_VERSION, true, &set->keys[i]);
	for (size_t i = 0; i < set->aspa_count; i++)
		rtr_write_aspa(out, STATE_VERSION, true, &set->aspas[i]);
}

/* Of what stands before the digest's line, and behind it. */
static void digest_of(struct text head, struct text body, char out_text[DIGEST_TEXT_MAX])
{
	struct digest digest;

	digest_init(&digest);
	digest_add(&digest, head.at, head.len);
	digest_add(&digest, body.at, body.len);
	digest_finish(&digest, out_text);
}

void rtr_state_put(struct buffer *out, const struct rtr_state *state, const struct payload_set *set)
{
	char sum[DIGEST_TEXT_MAX];
	struct buffer body;

	buffer_init(&body);
	put_set(&body, set);
	size_t start = out->used;
	buffer_format(out, "%s\nsessions %u %u %u\nserial %u saved %llu size %zu\n", TITLE,
		      state->sessions[0], state->sessions[1], state->sessions[2], state->serial,
		      (unsigned long long)state->saved_us, body.used);
	struct text head = { out->bytes + start, out->used - start };
	struct text rest = { body.bytes, body.used };
	digest_of(head, rest, sum);
	buffer_format(out, "sha256 %s\n", sum);
	buffer_text(out, rest);
	buffer_clear(&body);
}

/* "word number" off the front. */
static bool take_number(struct text *line, struct text name, uint64_t max, uint64_t *out_number)
{
	struct text word, number;

	return text_word(line, &word) && text_equal(word, name) && text_word(line, &number) &&
	       text_u64(number, out_number) == 0 && *out_number <= max;
}

static bool sessions_parse(struct text line, struct rtr_state *state)
{
	struct text word;
	uint32_t session;

	if (!text_word(&line, &word) || !text_equal(word, TEXT("sessions")))
		return false;
	for (size_t i = 0; i < RTR_VERSIONS; i++) {
		if (!text_word(&line, &word) || text_u32(word, &session) < 0 ||
		    session > UINT16_MAX)
			return false;
		state->sessions[i] = (uint16_t)session;
	}
	return line.len == 0;
}

static bool serial_parse(struct text line, struct rtr_state *state, uint64_t *out_size)
{
	uint64_t serial = 0, size = 0;

	if (!take_number(&line, TEXT("serial"), UINT32_MAX, &serial) ||
	    !take_number(&line, TEXT("saved"), UINT64_MAX, &state->saved_us) ||
	    !take_number(&line, TEXT("size"), RTR_STATE_SIZE_MAX, &size) || line.len > 0)
		return false;
	state->serial = (uint32_t)serial;
	*out_size = size;
	return true;
}

static int take_pdu(struct payload_builder *builder, const struct rtr_pdu *pdu, asn_t *providers)
{
	if (pdu->version != STATE_VERSION || !pdu->announces)
		return ERR_MALFORMED;
	if (pdu->type == RTR_IPV4_PREFIX || pdu->type == RTR_IPV6_PREFIX)
		return payload_builder_vrp(builder, &pdu->vrp);
	if (pdu->type == RTR_ROUTER_KEY)
		return payload_builder_key(builder, &pdu->key);
	if (pdu->type != RTR_ASPA || reader_left(&pdu->aspa.providers) / 4 > ASPA_PROVIDERS_MAX)
		return ERR_MALFORMED;
	size_t count = rtr_pdu_providers(pdu, providers);
	struct aspa aspa = { pdu->aspa.customer, providers, count };
	return payload_builder_aspa(builder, &aspa);
}

static int set_parse(struct text body, struct payload_set **out_set)
{
	struct payload_builder *builder = payload_builder_new();
	asn_t *providers = memory_alloc(ASPA_PROVIDERS_MAX, sizeof(*providers));
	struct reader in = reader_over(body.at, body.len);
	struct rtr_fault fault;
	struct rtr_pdu pdu;
	int result = 0;

	while (result == 0 && reader_left(&in) > 0) {
		int next = rtr_pdu_next(&in, &pdu, &fault);
		result = next <= 0 ? ERR_MALFORMED : take_pdu(builder, &pdu, providers);
	}
	free(providers);
	if (result < 0) {
		payload_builder_free(builder);
		return ERR_MALFORMED;
	}
	*out_set = payload_builder_finish(builder);
	return 0;
}

int rtr_state_parse(struct text bytes, struct rtr_state *out_state, struct payload_set **out_set)
{
	struct rtr_state state = { 0 };
	struct text rest = bytes, title, sessions, serial, sum, word;
	char expected[DIGEST_TEXT_MAX];
	uint64_t size;

	if (!text_line(&rest, &title) || !text_equal(title, text_of(TITLE)))
		return ERR_UNSUPPORTED;
	if (!text_line(&rest, &sessions) || !sessions_parse(sessions, &state) ||
	    !text_line(&rest, &serial) || !serial_parse(serial, &state, &size))
		return ERR_MALFORMED;
	struct text head = { bytes.at, bytes.len - rest.len };
	if (!text_line(&rest, &sum) || !text_word(&sum, &word) ||
	    !text_equal(word, TEXT("sha256")) || rest.len != size)
		return ERR_MALFORMED;
	digest_of(head, rest, expected);
	if (!text_equal(text_trim(sum), text_of(expected)))
		return ERR_MALFORMED;
	int result = set_parse(rest, out_set);
	if (result == 0)
		*out_state = state;
	return result;
}

/* The folder that holds the file: the new name must last, too. */
static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buffer folder;

	buffer_init(&folder);
	if (slash == NULL)
		buffer_string(&folder, ".");
	else if (slash == path)
		buffer_string(&folder, "/");
	else
		buffer_text(&folder, text_upto(text_of(path), (size_t)(slash - path)));
	buffer_char(&folder, '\0');
	int fd = open(folder.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buffer_clear(&folder);
	if (fd < 0)
		return ERR_IO;
	int result = fsync(fd) < 0 ? ERR_IO : 0;
	int error = errno;
	(void)close(fd);
	errno = error;
	return result;
}

static int write_file(const char *path, struct buffer *content)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		return ERR_IO;
	int result = buffer_flush(content, fd);
	if (result == 0 && fsync(fd) < 0)
		result = ERR_IO;
	int error = errno;
	if (close(fd) < 0 && result == 0) {
		result = ERR_IO;
		error = errno;
	}
	errno = error;
	return result;
}

int rtr_state_save(const char *path, const struct rtr_state *state, const struct payload_set *set)
{
	struct buffer content, beside;

	buffer_init(&content);
	buffer_init(&beside);
	rtr_state_put(&content, state, set);
	buffer_format(&beside, "%s.new", path);
	buffer_char(&beside, '\0');
	int result = write_file(beside.bytes, &content);
	if (result == 0 && rename(beside.bytes, path) < 0)
		result = ERR_IO;
	int error = errno;
	if (result < 0)
		(void)unlink(beside.bytes);
	else if (sync_folder(path) < 0) {
		result = ERR_IO;
		error = errno;
	}
	buffer_clear(&content);
	buffer_clear(&beside);
	errno = error;
	return result;
}

static int read_file(int fd, struct buffer *out)
{
	struct stat about;

	if (fstat(fd, &about) < 0)
		return ERR_IO;
	if (!S_ISREG(about.st_mode))
		return ERR_UNSUPPORTED;
	if ((uint64_t)about.st_size > RTR_STATE_SIZE_MAX)
		return ERR_LIMIT;
	for (;;) {
		char *room = buffer_room(out, BUFFER_PIECE);
		ssize_t got = read(fd, room, BUFFER_PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? ERR_IO : 0;
		buffer_commit(out, room + got);
		if (out->used > RTR_STATE_SIZE_MAX)
			return ERR_LIMIT; /* it grows while we read */
	}
}

int rtr_state_load(const char *path, struct rtr_state *out_state, struct payload_set **out_set)
{
	struct buffer content;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
	buffer_init(&content);
	int result = read_file(fd, &content);
	int error = errno;
	(void)close(fd);
	if (result == 0)
		result = rtr_state_parse((struct text){ content.bytes, content.used }, out_state,
					 out_set);
	buffer_clear(&content);
	errno = error;
	return result;
}
