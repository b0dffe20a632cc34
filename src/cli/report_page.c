#include "cli/report_page.h"

/* A percentage stays with its sign: a line breaks at no blank before '%'. */
void page_text(struct buffer *out, const char *says)
{
	for (const char *sign; (sign = strstr(says, " %")) != NULL; says = sign + 1) {
		buffer_html(out, (struct text){ says, (size_t)(sign - says) });
		buffer_string(out, "&nbsp;");
	}
	buffer_html(out, text_of(says));
}

void page_element(struct buffer *out, const char *tag, const char *says)
{
	int name = (int)strcspn(tag, " ");

	buffer_format(out, "<%s>", tag);
	page_text(out, says);
	buffer_format(out, "</%.*s>\n", name, tag);
}

void page_badge(struct buffer *out, const char *class, const char *says)
{
	buffer_format(out, "<span class=\"badge %s\">", class);
	page_text(out, says);
	buffer_string(out, "</span>");
}

void page_list(struct buffer *out, const char *tag, const char *const *items, size_t count)
{
	if (count == 0)
		return;
	buffer_format(out, "<%s>\n", tag);
	for (size_t i = 0; i < count; i++)
		page_element(out, "li", items[i]);
	buffer_format(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void page_section_open(struct buffer *out, const char *id, const char *title)
{
	buffer_format(out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n", id, id);
	buffer_format(out, "<h2 id=\"%s-title\">%s</h2>\n", id, title);
}

void page_section_close(struct buffer *out)
{
	buffer_string(out, "</section>\n");
}

void page_table_open(struct page_table *table, const char *class, const char *caption)
{
	struct buffer *out = table->out;

	buffer_format(out, "<table class=\"%s\" role=\"table\">\n<caption>", class);
	page_text(out, caption);
	buffer_string(out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
	for (size_t i = 0; table->headings[i] != NULL; i++) {
		buffer_string(out, "<th scope=\"col\" role=\"columnheader\">");
		page_text(out, table->headings[i]);
		buffer_string(out, "</th>");
	}
	buffer_string(out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

void page_table_close(struct page_table *table)
{
	buffer_string(table->out, "</tbody>\n</table>\n");
}

void page_row_open(struct page_table *table)
{
	table->column = 0;
	buffer_string(table->out, "<tr role=\"row\">");
}

void page_row_close(struct page_table *table)
{
	buffer_string(table->out, "</tr>\n");
}

/* The first cell of a row says what the row is about. */
void page_cell_open(struct page_table *table)
{
	buffer_string(table->out, table->column == 0 ? "<th scope=\"row\" role=\"rowheader\">"
						     : "<td role=\"cell\" data-label=\"");
	if (table->column > 0) {
		page_text(table->out, table->headings[table->column]);
		buffer_string(table->out, "\"><span>");
	}
}

void page_cell_close(struct page_table *table)
{
	buffer_string(table->out, table->column == 0 ? "</th>" : "</span></td>");
	table->column++;
}

void page_cell(struct page_table *table, const char *says)
{
	page_cell_open(table);
	page_text(table->out, says);
	page_cell_close(table);
}

void page_badge_cell(struct page_table *table, const char *class, const char *says)
{
	page_cell_open(table);
	page_badge(table->out, class, says);
	page_cell_close(table);
}
