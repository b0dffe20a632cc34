#include "net/economy.h"

#include <stdlib.h>

#define ASIA_PACIFIC              "", ""
#define EASTERN_AFRICA            "Africa", "Eastern Africa"
#define MIDDLE_AFRICA             "Africa", "Middle Africa"
#define NORTHERN_AFRICA           "Africa", "Northern Africa"
#define SOUTHERN_AFRICA           "Africa", "Southern Africa"
#define WESTERN_AFRICA            "Africa", "Western Africa"
#define CARIBBEAN                 "Americas", "Caribbean"
#define CENTRAL_AMERICA           "Americas", "Central America"
#define NORTHERN_AMERICA          "Americas", "Northern America"
#define SOUTH_AMERICA             "Americas", "South America"
#define ANTARCTICA                "Antarctica", ""
#define CENTRAL_ASIA              "Asia", "Central Asia"
#define EASTERN_ASIA              "Asia", "Eastern Asia"
#define SOUTH_EASTERN_ASIA        "Asia", "South-eastern Asia"
#define SOUTHERN_ASIA             "Asia", "Southern Asia"
#define WESTERN_ASIA              "Asia", "Western Asia"
#define EUROPE                    "Europe", ""
#define EASTERN_EUROPE            "Europe", "Eastern Europe"
#define NORTHERN_EUROPE           "Europe", "Northern Europe"
#define SOUTHERN_EUROPE           "Europe", "Southern Europe"
#define WESTERN_EUROPE            "Europe", "Western Europe"
#define AUSTRALIA_AND_NEW_ZEALAND "Oceania", "Australia and New Zealand"
#define MELANESIA                 "Oceania", "Melanesia"
#define MICRONESIA                "Oceania", "Micronesia"
#define POLYNESIA                 "Oceania", "Polynesia"

/* By code. The names are ISO's, the short ones of everyday where ISO's are full titles. */
/* clang-format off */
static const struct economy economies[] = {
	{ "AD", "Andorra", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "AE", "United Arab Emirates", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "AF", "Afghanistan", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "AG", "Antigua and Barbuda", CARIBBEAN, REGISTRY_ARIN, true },
	{ "AI", "Anguilla", CARIBBEAN, REGISTRY_ARIN, true },
	{ "AL", "Albania", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "AM", "Armenia", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "AO", "Angola", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "AP", "Asia and Pacific, no one economy", ASIA_PACIFIC, REGISTRY_APNIC, false },
	{ "AQ", "Antarctica", ANTARCTICA, REGISTRY_ARIN, true },
	{ "AR", "Argentina", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "AS", "American Samoa", POLYNESIA, REGISTRY_APNIC, true },
	{ "AT", "Austria", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "AU", "Australia", AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_APNIC, true },
	{ "AW", "Aruba", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "AX", "Åland Islands", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "AZ", "Azerbaijan", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "BA", "Bosnia and Herzegovina", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "BB", "Barbados", CARIBBEAN, REGISTRY_ARIN, true },
	{ "BD", "Bangladesh", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "BE", "Belgium", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "BF", "Burkina Faso", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "BG", "Bulgaria", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "BH", "Bahrain", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "BI", "Burundi", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "BJ", "Benin", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "BL", "Saint Barthélemy", CARIBBEAN, REGISTRY_ARIN, true },
	{ "BM", "Bermuda", NORTHERN_AMERICA, REGISTRY_ARIN, true },
	{ "BN", "Brunei Darussalam", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "BO", "Bolivia", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "BQ", "Bonaire, Sint Eustatius and Saba", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "BR", "Brazil", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "BS", "Bahamas", CARIBBEAN, REGISTRY_ARIN, true },
	{ "BT", "Bhutan", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "BV", "Bouvet Island", SOUTH_AMERICA, REGISTRY_ARIN, true },
	{ "BW", "Botswana", SOUTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "BY", "Belarus", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "BZ", "Belize", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "CA", "Canada", NORTHERN_AMERICA, REGISTRY_ARIN, true },
	{ "CC", "Cocos (Keeling) Islands", AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_APNIC, true },
	{ "CD", "Congo, Democratic Republic of the", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "CF", "Central African Republic", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "CG", "Congo", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "CH", "Switzerland", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "CI", "Côte d'Ivoire", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "CK", "Cook Islands", POLYNESIA, REGISTRY_APNIC, true },
	{ "CL", "Chile", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "CM", "Cameroon", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "CN", "China", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "CO", "Colombia", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "CR", "Costa Rica", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "CU", "Cuba", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "CV", "Cabo Verde", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "CW", "Curaçao", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "CX", "Christmas Island", AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_APNIC, true },
	{ "CY", "Cyprus", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "CZ", "Czechia", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "DE", "Germany", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "DJ", "Djibouti", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "DK", "Denmark", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "DM", "Dominica", CARIBBEAN, REGISTRY_ARIN, true },
	{ "DO", "Dominican Republic", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "DZ", "Algeria", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "EC", "Ecuador", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "EE", "Estonia", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "EG", "Egypt", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "EH", "Western Sahara", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ER", "Eritrea", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ES", "Spain", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "ET", "Ethiopia", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "EU", "Europe, no one economy", EUROPE, REGISTRY_RIPENCC, false },
	{ "FI", "Finland", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "FJ", "Fiji", MELANESIA, REGISTRY_APNIC, true },
	{ "FK", "Falkland Islands (Malvinas)", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "FM", "Micronesia, Federated States of", MICRONESIA, REGISTRY_APNIC, true },
	{ "FO", "Faroe Islands", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "FR", "France", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "GA", "Gabon", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "GB", "United Kingdom", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "GD", "Grenada", CARIBBEAN, REGISTRY_ARIN, true },
	{ "GE", "Georgia", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "GF", "French Guiana", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "GG", "Guernsey", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "GH", "Ghana", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "GI", "Gibraltar", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "GL", "Greenland", NORTHERN_AMERICA, REGISTRY_RIPENCC, true },
	{ "GM", "Gambia", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "GN", "Guinea", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "GP", "Guadeloupe", CARIBBEAN, REGISTRY_ARIN, true },
	{ "GQ", "Equatorial Guinea", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "GR", "Greece", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "GS", "South Georgia and the South Sandwich Islands",
	  SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "GT", "Guatemala", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "GU", "Guam", MICRONESIA, REGISTRY_APNIC, true },
	{ "GW", "Guinea-Bissau", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "GY", "Guyana", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "HK", "Hong Kong", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "HM", "Heard Island and McDonald Islands",
	  AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_ARIN, true },
	{ "HN", "Honduras", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "HR", "Croatia", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "HT", "Haiti", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "HU", "Hungary", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "ID", "Indonesia", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "IE", "Ireland", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "IL", "Israel", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "IM", "Isle of Man", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "IN", "India", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "IO", "British Indian Ocean Territory", EASTERN_AFRICA, REGISTRY_APNIC, true },
	{ "IQ", "Iraq", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "IR", "Iran", SOUTHERN_ASIA, REGISTRY_RIPENCC, true },
	{ "IS", "Iceland", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "IT", "Italy", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "JE", "Jersey", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "JM", "Jamaica", CARIBBEAN, REGISTRY_ARIN, true },
	{ "JO", "Jordan", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "JP", "Japan", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "KE", "Kenya", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "KG", "Kyrgyzstan", CENTRAL_ASIA, REGISTRY_RIPENCC, true },
	{ "KH", "Cambodia", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "KI", "Kiribati", MICRONESIA, REGISTRY_APNIC, true },
	{ "KM", "Comoros", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "KN", "Saint Kitts and Nevis", CARIBBEAN, REGISTRY_ARIN, true },
	{ "KP", "North Korea", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "KR", "South Korea", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "KW", "Kuwait", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "KY", "Cayman Islands", CARIBBEAN, REGISTRY_ARIN, true },
	{ "KZ", "Kazakhstan", CENTRAL_ASIA, REGISTRY_RIPENCC, true },
	{ "LA", "Laos", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "LB", "Lebanon", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "LC", "Saint Lucia", CARIBBEAN, REGISTRY_ARIN, true },
	{ "LI", "Liechtenstein", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "LK", "Sri Lanka", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "LR", "Liberia", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "LS", "Lesotho", SOUTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "LT", "Lithuania", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "LU", "Luxembourg", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "LV", "Latvia", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "LY", "Libya", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MA", "Morocco", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MC", "Monaco", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "MD", "Moldova", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "ME", "Montenegro", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "MF", "Saint Martin (French part)", CARIBBEAN, REGISTRY_ARIN, true },
	{ "MG", "Madagascar", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MH", "Marshall Islands", MICRONESIA, REGISTRY_APNIC, true },
	{ "MK", "North Macedonia", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "ML", "Mali", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MM", "Myanmar", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "MN", "Mongolia", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "MO", "Macao", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "MP", "Northern Mariana Islands", MICRONESIA, REGISTRY_APNIC, true },
	{ "MQ", "Martinique", CARIBBEAN, REGISTRY_ARIN, true },
	{ "MR", "Mauritania", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MS", "Montserrat", CARIBBEAN, REGISTRY_ARIN, true },
	{ "MT", "Malta", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "MU", "Mauritius", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MV", "Maldives", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "MW", "Malawi", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "MX", "Mexico", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "MY", "Malaysia", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "MZ", "Mozambique", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "NA", "Namibia", SOUTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "NC", "New Caledonia", MELANESIA, REGISTRY_APNIC, true },
	{ "NE", "Niger", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "NF", "Norfolk Island", AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_APNIC, true },
	{ "NG", "Nigeria", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "NI", "Nicaragua", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "NL", "Netherlands", WESTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "NO", "Norway", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "NP", "Nepal", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "NR", "Nauru", MICRONESIA, REGISTRY_APNIC, true },
	{ "NU", "Niue", POLYNESIA, REGISTRY_APNIC, true },
	{ "NZ", "New Zealand", AUSTRALIA_AND_NEW_ZEALAND, REGISTRY_APNIC, true },
	{ "OM", "Oman", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "PA", "Panama", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "PE", "Peru", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "PF", "French Polynesia", POLYNESIA, REGISTRY_APNIC, true },
	{ "PG", "Papua New Guinea", MELANESIA, REGISTRY_APNIC, true },
	{ "PH", "Philippines", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "PK", "Pakistan", SOUTHERN_ASIA, REGISTRY_APNIC, true },
	{ "PL", "Poland", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "PM", "Saint Pierre and Miquelon", NORTHERN_AMERICA, REGISTRY_ARIN, true },
	{ "PN", "Pitcairn", POLYNESIA, REGISTRY_APNIC, true },
	{ "PR", "Puerto Rico", CARIBBEAN, REGISTRY_ARIN, true },
	{ "PS", "Palestine, State of", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "PT", "Portugal", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "PW", "Palau", MICRONESIA, REGISTRY_APNIC, true },
	{ "PY", "Paraguay", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "QA", "Qatar", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "RE", "Réunion", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "RO", "Romania", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "RS", "Serbia", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "RU", "Russian Federation", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "RW", "Rwanda", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SA", "Saudi Arabia", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "SB", "Solomon Islands", MELANESIA, REGISTRY_APNIC, true },
	{ "SC", "Seychelles", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SD", "Sudan", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SE", "Sweden", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "SG", "Singapore", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "SH", "Saint Helena, Ascension and Tristan da Cunha",
	  WESTERN_AFRICA, REGISTRY_ARIN, true },
	{ "SI", "Slovenia", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "SJ", "Svalbard and Jan Mayen", NORTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "SK", "Slovakia", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "SL", "Sierra Leone", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SM", "San Marino", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "SN", "Senegal", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SO", "Somalia", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "SR", "Suriname", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "SS", "South Sudan", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ST", "Sao Tome and Principe", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "SV", "El Salvador", CENTRAL_AMERICA, REGISTRY_LACNIC, true },
	{ "SX", "Sint Maarten (Dutch part)", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "SY", "Syria", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "SZ", "Eswatini", SOUTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "TC", "Turks and Caicos Islands", CARIBBEAN, REGISTRY_ARIN, true },
	{ "TD", "Chad", MIDDLE_AFRICA, REGISTRY_AFRINIC, true },
	{ "TF", "French Southern Territories", EASTERN_AFRICA, REGISTRY_APNIC, true },
	{ "TG", "Togo", WESTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "TH", "Thailand", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "TJ", "Tajikistan", CENTRAL_ASIA, REGISTRY_RIPENCC, true },
	{ "TK", "Tokelau", POLYNESIA, REGISTRY_APNIC, true },
	{ "TL", "Timor-Leste", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "TM", "Turkmenistan", CENTRAL_ASIA, REGISTRY_RIPENCC, true },
	{ "TN", "Tunisia", NORTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "TO", "Tonga", POLYNESIA, REGISTRY_APNIC, true },
	{ "TR", "Türkiye", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "TT", "Trinidad and Tobago", CARIBBEAN, REGISTRY_LACNIC, true },
	{ "TV", "Tuvalu", POLYNESIA, REGISTRY_APNIC, true },
	{ "TW", "Taiwan", EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "TZ", "Tanzania", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "UA", "Ukraine", EASTERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "UG", "Uganda", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "UM", "United States Minor Outlying Islands", MICRONESIA, REGISTRY_ARIN, true },
	{ "US", "United States", NORTHERN_AMERICA, REGISTRY_ARIN, true },
	{ "UY", "Uruguay", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "UZ", "Uzbekistan", CENTRAL_ASIA, REGISTRY_RIPENCC, true },
	{ "VA", "Holy See", SOUTHERN_EUROPE, REGISTRY_RIPENCC, true },
	{ "VC", "Saint Vincent and the Grenadines", CARIBBEAN, REGISTRY_ARIN, true },
	{ "VE", "Venezuela", SOUTH_AMERICA, REGISTRY_LACNIC, true },
	{ "VG", "Virgin Islands, British", CARIBBEAN, REGISTRY_ARIN, true },
	{ "VI", "Virgin Islands, U.S.", CARIBBEAN, REGISTRY_ARIN, true },
	{ "VN", "Vietnam", SOUTH_EASTERN_ASIA, REGISTRY_APNIC, true },
	{ "VU", "Vanuatu", MELANESIA, REGISTRY_APNIC, true },
	{ "WF", "Wallis and Futuna", POLYNESIA, REGISTRY_APNIC, true },
	{ "WS", "Samoa", POLYNESIA, REGISTRY_APNIC, true },
	{ "XK", "Kosovo", SOUTHERN_EUROPE, REGISTRY_RIPENCC, false },
	{ "YE", "Yemen", WESTERN_ASIA, REGISTRY_RIPENCC, true },
	{ "YT", "Mayotte", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ZA", "South Africa", SOUTHERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ZM", "Zambia", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
	{ "ZW", "Zimbabwe", EASTERN_AFRICA, REGISTRY_AFRINIC, true },
};
/* clang-format on */

enum { ECONOMIES = sizeof(economies) / sizeof(economies[0]) };

static int by_code(const void *key, const void *item)
{
	const char *code = key;
	const struct economy *economy = item;

	return strcmp(code, economy->code);
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

const struct economy *economy_find(struct text code)
{
	if (code.len != 2)
		return NULL;
	char key[3] = { upper(code.at[0]), upper(code.at[1]) };
	return bsearch(key, economies, ECONOMIES, sizeof(economies[0]), by_code);
}

const struct economy *economy_next(const struct economy *last)
{
	const struct economy *next = last == NULL ? economies : last + 1;

	return next < economies + ECONOMIES ? next : NULL;
}
