#include "norms/norms.h"

#include "norms/names.h"

const char *const norm_level_names[] = { "mandatory", "recommended", NULL };
const char *const norm_basis_names[] = { "measured", "tested", "attested", NULL };
const char *const norm_subject_names[] = { "networks", "route-server", "members", "organisation",
					   NULL };
const char *const norm_combine_names[] = { "worst", "best", "mean", "sum", NULL };
const char *const norm_decides_names[] = { "all", "any", NULL };

const char *norm_level_name(enum norm_level level)
{
	return norm_level_names[level];
}

const char *norm_basis_name(enum norm_basis basis)
{
	return norm_basis_names[basis];
}

const char *norm_subject_name(enum norm_subject subject)
{
	return norm_subject_names[subject];
}

const char *norm_combine_name(enum norm_combine combine)
{
	return norm_combine_names[combine];
}

const char *norm_decides_name(enum norm_decides decides)
{
	return norm_decides_names[decides];
}

const struct norm_programme *norms_find(const struct norms *norms, struct text id)
{
	for (size_t i = 0; i < norms->programme_count; i++)
		if (text_equal_fold(id, text_of(norms->programmes[i].id)))
			return &norms->programmes[i];
	return NULL;
}

const struct norm_action *norm_action_find(const struct norm_programme *programme, unsigned number)
{
	for (size_t i = 0; i < programme->action_count; i++)
		if (programme->actions[i].number == number)
			return &programme->actions[i];
	return NULL;
}

const struct norm_check *norm_check_find(const struct norm_programme *programme, struct text id)
{
	for (size_t i = 0; i < programme->action_count; i++) {
		const struct norm_action *action = &programme->actions[i];
		for (size_t k = 0; k < action->check_count; k++)
			if (text_equal_fold(id, text_of(action->checks[k].id)))
				return &action->checks[k];
	}
	return NULL;
}
