/* Confidence: how far a statement can be trusted. Surest last, so that the lower of two is the
 * smaller one. */
#ifndef VALIDATION_CONFIDENCE_H
#define VALIDATION_CONFIDENCE_H

enum confidence {
	CONFIDENCE_NONE,
	CONFIDENCE_LOW,
	CONFIDENCE_MEDIUM,
	CONFIDENCE_HIGH,
};

/* "none", "low", "medium", "high". Static. */
static inline const char *confidence_name(enum confidence confidence)
{
	static const char *const names[] = { "none", "low", "medium", "high" };
	return names[confidence];
}

#endif
