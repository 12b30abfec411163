import Foundation

/// CSV files with rows that are wrong, in more of them than the tolerance allows.
enum MalformedRows {
    private static let usage = MalformedCompany.usage
    private static let allowed = "of the table, more than checks.tolerance allows (1.0%)."

    static let cases: [Malformed] = [
        .usage(
            "quote that is not closed", usage + "1,2020-03-20,\"1,1\n" + usage,
            says: "A quote that is opened in line 62 of '{}/usage.csv' is never closed."),
        .usage(
            "text after a quote", usage + "1,\"2020-03-20\"x,1,1\n",
            says: "1 row does not have the columns of the header, or is not UTF-8 text; that is 1.64% \(allowed) "
                + "See usage.csv:62 'text after a closing quote'."),
        .usage(
            "too many fields", usage + "1,2020-03-20,1,1,1\n",
            says: "1 row does not have the columns of the header, or is not UTF-8 text; that is 1.64% \(allowed) "
                + "See usage.csv:62 '5 fields instead of 4'."),
        .usage(
            "too few fields", usage + "1,2020-03-20\n1\n",
            says: "2 rows do not have the columns of the header, or are not UTF-8 text; that is 3.23% \(allowed) "
                + "Remove lines that are not rows of the table, such as totals or notes at its end. "
                + "See usage.csv:62 '2 fields instead of 4', usage.csv:63 '1 field instead of 4'."),
        Malformed(
            "Latin-1 values", ["noncustomers.csv": "id\n3\nMüller\n5\n".data(using: .isoLatin1)],
            says: "1 row does not have the columns of the header, or is not UTF-8 text; that is 33.33% \(allowed) "
                + "See noncustomers.csv:3 'not UTF-8'."),
        .usage(
            "mixed line ends", usage.replacing("1,2020-01-10,0,1\n", with: "1,2020-01-10,0,1\r\n"),
            says: "The file '{}/usage.csv' is not valid CSV: its line ends are mixed, a quote is not closed, "
                + "or text follows a closing quote."),
        .usage(
            "dates that do not parse", usage + "1,soon,1,1\n",
            says: "1 row has a value in 'WHEN_TIMESTAMP' that does not parse as a date; that is 1.64% \(allowed)"),
        .usage(
            "30 February", usage + "1,2020-02-30,1,1\n",
            says: "1 row has a value in 'WHEN_TIMESTAMP' that does not parse as a date; that is 1.64% \(allowed)"),
        .usage(
            "dates before 2000", usage + "1,1970-01-01,1,1\n",
            says: "1 row has a date in 'WHEN_TIMESTAMP' that is before 2000-01-01, which is checks.oldest_date; "
                + "that is 1.64% \(allowed) See usage.csv:62 '1970-01-01'."),
        .usage(
            "dates in the future", usage + "1,2999-01-01,1,1\n",
            says: "1 row has a date in 'WHEN_TIMESTAMP' that is in the future; that is 1.64% \(allowed) "
                + "See usage.csv:62 '2999-01-01'."),
        .usage(
            "no dates", usage + "1,,1,1\n",
            says: "1 row has no date in 'WHEN_TIMESTAMP'; that is 1.64% \(allowed) See usage.csv:62."),
        .usage(
            "no ids", usage + ",2020-03-20,1,1\n",
            says: "1 row has no id in 'id'; that is 1.64% \(allowed) See usage.csv:62."),
        .usage(
            "negative counts", usage + "1,2020-03-20,-1,1\n",
            says: "1 row has a negative count in 'A'; that is 1.64% \(allowed) See usage.csv:62 '-1'."),
        .usage(
            "counts that are texts", usage + "1,2020-03-20,many,1\n",
            says: "1 row has a value in 'A' that does not parse as a whole number; that is 1.64% \(allowed) "
                + "See usage.csv:62 'many'."),
        .usage(
            "fractions", usage + "1,2020-03-20,3.7,1\n",
            says: "1 row has a value in 'A' that does not parse as a whole number; that is 1.64% \(allowed) "
                + "See usage.csv:62 '3.7'."),
        .usage(
            "thousands", usage + "1,2020-03-20,\"12,345\",1\n",
            says: "1 row has a value in 'A' that does not parse as a whole number; that is 1.64% \(allowed) "
                + "See usage.csv:62 '12,345'."),
        .usage(
            "counts beyond 32 bits", usage + "1,2020-03-20,4294967296,1\n",
            says: "1 row has a value in 'A' that does not parse as a whole number; that is 1.64% \(allowed) "
                + "See usage.csv:62 '4294967296'."),
        .usage(
            "nothing usable", MalformedCompany.usageHeader + "1,x,1,1\n2,y,1,1\n",
            says: "2 rows have a value in 'WHEN_TIMESTAMP' that does not parse as a date; that is 100.0% \(allowed)"),
        .usage(
            "usage of unknown ids alone", MalformedCompany.usageHeader + "x,2020-03-20,1,1\ny,2020-03-21,1,1\n",
            says:
                "2 usage rows (100.0%) are of 2 ids that are in neither portal table. 5 known portals have no usage. Are ids "
                + "written the same way in all three tables?"),
        .customers(
            "close dates that do not parse", MalformedCompany.customers + "6,soon,1\n",
            says: "1 row has a value in 'CLOSEDATE' that does not parse as a date; that is 33.33% \(allowed)"),
        .customers(
            "close dates in the future", MalformedCompany.customers + "6,2999-01-01,1\n",
            says: "1 row has a date in 'CLOSEDATE' that is in the future; that is 33.33% \(allowed) "
                + "See customers.csv:4 '2999-01-01'."),
        .customers(
            "customers without close dates", "id,CLOSEDATE,MRR\n1,,1\n2,,1\n",
            says: "2 rows have no date in 'CLOSEDATE'; that is 100.0% \(allowed) See customers.csv:2, customers.csv:3."),
        .customers(
            "revenue that is a text", "id,CLOSEDATE,MRR\n1,2020-02-10,ten\n2,2020-02-10,10\n",
            says: "1 row has a value in 'MRR' that does not parse as a number; that is 50.0% \(allowed)"),
    ]
}
