/*
 * Report page: the pieces that a page of HTML is put together from, and its style.
 *
 * In:   texts of anybody, and tags, classes and ids of ours.
 * Promise: every element that is opened by one of these is closed by its partner; texts are
 * escaped.
 */
#ifndef CLI_REPORT_PAGE_H
#define CLI_REPORT_PAGE_H

#include "base/buffer.h"

/* The only way in which a text gets into the page. */
void page_text(struct buffer *out, const char *says);
/* <tag>says</tag>; a tag may have attributes: "p class=\"lead\"". */
void page_element(struct buffer *out, const char *tag, const char *says);
/* A word on colour: the word says it all. */
void page_badge(struct buffer *out, const char *class, const char *says);
/* Nothing for no items. */
void page_list(struct buffer *out, const char *tag, const char *const *items, size_t count);
void page_section_open(struct buffer *out, const char *id, const char *title);
void page_section_close(struct buffer *out);

/*
 * Tables. On a narrow screen the style makes each row a card; the roles keep them tables for who
 * listens to them, and data-label repeats the heading of the column. The first cell of a row says
 * what the row is about.
 */
struct page_table {
	struct buffer *out;
	const char *const *headings; /* NULL-terminated */
	size_t column;               /* of the cell that is open, or comes next */
};

void page_table_open(struct page_table *table, const char *class, const char *caption);
void page_table_close(struct page_table *table);
void page_row_open(struct page_table *table);
void page_row_close(struct page_table *table);
void page_cell_open(struct page_table *table);
void page_cell_close(struct page_table *table);
void page_cell(struct page_table *table, const char *says);
void page_badge_cell(struct page_table *table, const char *class, const char *says);

/* For screens light and dark, wide and narrow, and for paper; NULL-terminated. */
extern const char *const page_style[];

#endif
