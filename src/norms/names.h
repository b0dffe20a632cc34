/* The words of the texts, NULL-terminated, each list in the order of its enum. */
#ifndef NORMS_NAMES_H
#define NORMS_NAMES_H

extern const char *const norm_level_names[];
extern const char *const norm_basis_names[];
extern const char *const norm_subject_names[];
extern const char *const norm_combine_names[];
extern const char *const norm_decides_names[];

#endif
