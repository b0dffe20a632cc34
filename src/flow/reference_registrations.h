/*
 * Registrations: what registries and PeeringDB say of networks beside their routes, as loaders find
 * it, joined and put in order.
 *
 * In:   networks, their contacts and their policies, from inputs in any order. Some registries have
 *       the contacts of a network in an object of its holder: PeeringDB's pocs name a net, ARIN's
 *       ASes an organisation. These may come before or after each other, or in another input.
 * Out:  kept_registrations by (AS, kind, source, value, input), each once; found by AS.
 * Rule: a contact belongs to the networks that its holder has in the same input, or else in the
 * last input where it has any. Of PeeringDB, the contacts of a kind are one registration that says
 *       how many there are.
 */
#ifndef FLOW_REFERENCE_REGISTRATIONS_H
#define FLOW_REFERENCE_REGISTRATIONS_H

#include "flow/loading.h"
#include "wire/rpsl.h"

/* Copies the texts. What does not fit is counted as dropped. */
void loading_registration(struct loading *loading, const struct registration *registration,
			  struct place place);
/* `holder` has these. Copies its text. */
void loading_held(struct loading *loading, struct holder_key holder, asn_t first, asn_t last);
/* For all networks of a holder. Copies the texts; `input` is this one. */
void loading_contact(struct loading *loading, const struct kept_contact *contact);

/* An aut-num: its name, contacts and policy. */
void registrations_keep_aut_num(struct loading *loading, const struct rpsl_object *object,
				struct place place);

/* The end of one object of ARIN's whois data; see reference_arin.c. */
void registrations_keep_arin(struct loading *loading, const struct rpsl_object *object,
			     struct place place);

/* For reference_freeze(). */
void registrations_freeze(struct reference *reference);

/* All of an AS, in their order; NULL and 0 when there are none. */
const struct kept_registration *reference_registrations(const struct reference *reference,
							asn_t asn, size_t *out_count);
/* Contacts of this input that name a network of PeeringDB which no input has. */
uint64_t reference_strays(const struct reference *reference, uint32_t input);
/* What an AS says it is: a bit for each enum network_type; 0 when it does not. */
uint32_t reference_network_types(const struct reference *reference, asn_t asn);

#endif
