/* Whatever the message: a verdict, of which the faults that are kept are the reason. */
#include "base/fuzz.h"

#include <string.h>

#include "wire/bgp_faults.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader in = reader_over(bytes, size);
	unsigned choice = read_u8(&in);
	struct bgp_update_terms session = {
		.codec = { (choice & 1) != 0 ? 2 : 4, (choice & 2) != 0 ? BGP_IPV4_UNICAST : 0 },
		.is_internal = (choice & 4) != 0,
		.refuses_as_sets = (choice & 8) != 0,
	};
	struct bgp_faults faults;
	enum bgp_treatment strongest = BGP_TREAT_NONE;

	bgp_faults_check_body(in, &session, &faults);
	assert(faults.kept <= BGP_FAULTS_KEPT && faults.kept <= faults.count);
	assert(faults.kept == BGP_FAULTS_KEPT || faults.kept == faults.count);
	for (unsigned i = 0; i < faults.kept; i++) {
		const struct bgp_fault *fault = &faults.first[i];
		assert(fault->treatment > BGP_TREAT_NONE && fault->treatment < BGP_TREATMENTS);
		assert(fault->reason[0] != '\0' && strncmp(fault->rule, "RFC ", 4) == 0);
		if (fault->treatment > strongest)
			strongest = (enum bgp_treatment)fault->treatment;
	}
	assert(strongest == faults.treatment);
	return 0;
}
