/*
 * YAML tree: one YAML text as mappings, lists and words, each with the line on which it stands.
 *
 * In:   text, all of it at once.
 * Out:  the tree, or a sentence on what is wrong and on which line.
 * Promise: any bytes are safe. A text has at most YAML_TEXT_MAX bytes and YAML_DEPTH_MAX levels;
 * what can multiply (anchors and aliases) or surprise (tags, a second document, a key given twice,
 * a key that is no word, a NUL) is refused. Standard: YAML 1.1, of which this is the plain part.
 */
#ifndef NORMS_YAML_TREE_H
#define NORMS_YAML_TREE_H

#include "base/arena.h"
#include "base/text.h"

enum yaml_kind { YAML_WORD, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	unsigned line;   /* from 1 */
	const char *key; /* of a child of a mapping; NULL elsewhere */
	unsigned key_line;
	const char *word;               /* "" of lists and mappings */
	struct yaml_node *child, *next; /* in the order of the text */
	size_t children;
};

enum {
	YAML_TEXT_MAX = 256 << 10, /* twenty times the longest of ours */
	YAML_DEPTH_MAX = 8,        /* ours has six */
	YAML_CHILDREN_MAX = 256,   /* of one list or mapping; ours has twelve */
};

struct yaml_mistake {
	unsigned line;
	const char *says; /* static */
};

/* `scratch` owns the tree. ERR_MALFORMED, or ERR_LIMIT when the text is too large or the arena
 * full; both with a mistake. */
MUST_CHECK int yaml_tree_read(struct arena *scratch, struct text text,
			      const struct yaml_node **out_root, struct yaml_mistake *out_mistake);

/* The child of a mapping with this key, or NULL. */
const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key);

#endif
