#include "flow/store_export.h"

#include "base/utc.h"
#include "flow/record_store.h"

struct exporting {
	struct store *store;
	const struct export_query *query;
	struct buffer *out;
	bool (*flush)(struct buffer *out);
	char month[UTC_TEXT_MAX];
	uint64_t lines; /* since the last end */
};

static int put_record(void *context, enum record_id id, const void *value)
{
	struct exporting *export = context;

	if (export->query->csv)
		record_put_csv(export->out, id, export->month, value);
	else
		record_put_json(export->out, id, export->month, value);
	export->lines++;
	return export->flush(export->out) ? 0 : ERR_IO;
}

static bool is_wanted(const struct exporting *export, enum record_id id)
{
	return export->query->only == NULL || export->query->only[id];
}

static int walk(struct exporting *export, enum record_id first, enum record_id end, uint32_t month)
{
	const struct record_visitor visitor = { export, put_record };
	int err = 0;

	for (enum record_id id = first; err == 0 && id < end; id++)
		if (is_wanted(export, id))
			err = record_walk(export->store, id, month, export->query->asn, &visitor);
	return err;
}

/* Only of what is there as a whole. */
static void put_end(struct exporting *export, const char *month)
{
	if (export->query->only == NULL && export->query->asn == NULL) {
		buffer_string(export->out, "{\"type\":\"end\"");
		if (month != NULL)
			buffer_format(export->out, ",\"month\":\"%s\"", month);
		buffer_string(export->out, ",\"lines\":");
		buffer_u64(export->out, export->lines);
		buffer_string(export->out, "}\n");
	}
	export->lines = 0;
}

static int export_month(struct exporting *export, const struct stored_month *month)
{
	int err = 0;

	(void)utc_month_print(month->month, export->month);
	if (is_wanted(export, RECORD_MONTH) && export->query->asn == NULL)
		err = put_record(export, RECORD_MONTH, month);
	if (err == 0)
		err = walk(export, RECORD_MONTH + 1, RECORD_PARTICIPANT, month->month);
	if (err == 0)
		put_end(export, export->month);
	return err;
}

int store_export(struct store *store, const struct export_query *query, struct buffer *out,
		 bool (*flush)(struct buffer *out))
{
	struct exporting export = { .store = store, .query = query, .out = out, .flush = flush };
	struct stored_month month;
	uint32_t at = 0;
	int got;

	for (unsigned id = 0; query->csv && id < RECORD_KINDS; id++)
		if (is_wanted(&export, (enum record_id)id))
			record_put_csv_names(out, (enum record_id)id);
	if (query->month != 0) {
		got = store_month_find(store, query->month, &month);
		return got < 0 ? got : export_month(&export, &month);
	}
	while ((got = store_month_next(store, &at, &month)) > 0) {
		got = export_month(&export, &month);
		if (got < 0)
			return got;
	}
	if (got == 0)
		got = walk(&export, RECORD_PARTICIPANT, RECORD_KINDS, 0);
	if (got == 0)
		put_end(&export, NULL);
	return got;
}
