internal import DuckDB

/// Handles ids of one portal with several spellings. They are unified under a form, or reported if no form is set.
struct IDForms {
    let configuration: SourceSettings
    let connection: Connection

    private var form: IDForm { configuration.columns.idForm }
    private var tolerance: Double { configuration.checks.tolerance }
    private static let check = "id-form"
    private static let portalTables: [SourceName] = [.customers, .noncustomers]

    /// Gives every row of the portal tables the spelling that its portal has on the list.
    ///
    /// - Returns: The findings about the ids.
    func unify() throws -> [Finding] {
        if form == .exact, try areAllPlain() { return [] }
        var findings = try Self.portalTables.compactMap(lostDigits)
        guard form != .exact else {
            if let finding = try otherSpellings() { findings.append(finding) }
            return findings
        }
        for name in Self.portalTables { if let finding = try clash(in: name) { findings.append(finding) } }
        guard findings.allSatisfy({ $0.severity != .error }) else { return findings }
        let key = IDKey.sql(form, "id")
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE id_spellings AS
            SELECT coalesce(n.key, c.key) AS key, coalesce(n.id, c.id) AS id
            FROM (SELECT \(unsafe: key) AS key, min(id) AS id FROM raw_noncustomers WHERE id IS NOT NULL GROUP BY ALL) n
            FULL JOIN (SELECT \(unsafe: key) AS key, min(id) AS id FROM raw_customers WHERE id IS NOT NULL GROUP BY ALL) c
                ON c.key = n.key
            """)
        for name in Self.portalTables {
            try connection.execute(
                """
                CREATE OR REPLACE TABLE raw_\(unsafe: name.rawValue) AS
                SELECT r.* REPLACE (s.id AS id) FROM raw_\(unsafe: name.rawValue) r
                LEFT JOIN id_spellings s ON s.key = \(unsafe: IDKey.sql(form, "r.id"))
                """)
        }
        return findings
    }

    /// Returns whether every id is a whole number in its shortest form, which no form changes.
    private func areAllPlain() throws -> Bool {
        try Self.portalTables.allSatisfy { name in
            try connection.row(
                "SELECT coalesce(bool_and(coalesce(TRY_CAST(id AS BIGINT)::VARCHAR = id, false)), true) FROM raw_\(unsafe: name.rawValue) WHERE id IS NOT NULL"
            ) { $0.int(0) == 1 }
        }
    }

    /// Reports ids in scientific notation that have lost digits.
    private func lostDigits(_ name: SourceName) throws -> Finding? {
        let table = "raw_\(name.rawValue)"
        let (count, rows, example) = try connection.row(
            """
            SELECT count(*) FILTER (\(unsafe: IDKey.isBeyondRepair("id"))), count(id), min(id) FILTER (\(unsafe: IDKey.isBeyondRepair("id")))
            FROM \(unsafe: table)
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.string(2)) }
        guard count > 0, let example else { return nil }
        return Self.lostDigits(example, name, count: count, of: rows, tolerance, configuration.columns.id)
    }

    static func lostDigits(
        _ example: String, _ name: SourceName, count: Int, of rows: Int, _ tolerance: Double, _ column: String
    ) -> Finding {
        Finding(
            check: check, severity: Double(count) > tolerance * Double(rows) ? .error : .warning, table: name,
            column: column, count: count,
            message:
                "\(count) of the \(rows) ids of \(title(name)) are in scientific notation, such as '\(example)': the "
                + "digits that are not written are lost, so no setting can read them. Export the ids as text (a spreadsheet "
                + "keeps them in a column that is formatted as text).")
    }

    /// Reports two portals of one table that the form would merge.
    private func clash(in name: SourceName) throws -> Finding? {
        let clashes = try connection.rows(
            """
            SELECT min(id), max(id), count(*) OVER () FROM raw_\(unsafe: name.rawValue) WHERE id IS NOT NULL
            GROUP BY \(unsafe: IDKey.sql(form, "id")) HAVING min(id) <> max(id) ORDER BY 1 LIMIT 1
            """
        ) { (first: $0.string(0)!, second: $0.string(1)!, count: $0.int(2)!) }
        guard let clash = clashes.first else { return nil }
        return Finding(
            check: Self.check, severity: .error, table: name, column: configuration.columns.id, count: clash.count,
            message: "columns.id_form is \(form.rawValue), under which '\(clash.first)' and '\(clash.second)' of "
                + "\(Self.title(name)) are one portal\(clash.count > 1 ? ", and \(clash.count - 1) more pairs are" : ""). Spell each "
                + "portal in one way, or set columns.id_form to \(form == .number ? "exact or caseless" : "exact or number")."
        )
    }

    /// Reports customers whose id is a free portal's under another form.
    private func otherSpellings() throws -> Finding? {
        let best = try [IDForm.number, .caseless].map { form in
            try connection.row(
                """
                SELECT count(DISTINCT c.id), min(c.id), arg_min(n.id, c.id || chr(1) || n.id) FROM (
                    SELECT DISTINCT id, \(unsafe: IDKey.sql(form, "id")) AS key FROM raw_customers
                    WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM raw_noncustomers WHERE id IS NOT NULL)) c
                JOIN (SELECT DISTINCT id, \(unsafe: IDKey.sql(form, "id")) AS key FROM raw_noncustomers
                    WHERE id IS NOT NULL) n ON n.key = c.key
                """
            ) { (form: form, count: $0.int(0)!, odd: $0.string(1), usual: $0.string(2)) }
        }.max { $0.count < $1.count }
        guard let best, best.count > 0, let odd = best.odd, let usual = best.usual else { return nil }
        let customers = try connection.row("SELECT count(DISTINCT id) FROM raw_customers") { $0.int(0)! }
        return finding(
            .customers, best.form, odd: odd, usual: usual, usualTable: .noncustomers, count: best.count,
            isMuch: Double(best.count) > tolerance * Double(customers),
            what: best.count == 1 ? "1 customer is" : "\(best.count) customers are")
    }

    /// Reports usage that would belong to a portal under another form.
    ///
    /// - Parameters:
    ///   - unknown: A relation with the `id` of unknown portals and their `rows`.
    ///   - read: The number of all usage rows.
    func usageFinding(unknown: String, read: Int) throws -> Finding? {
        guard form == .exact else { return nil }
        let portals = try connection.row("SELECT count(*) FROM portals") { $0.int(0)! }
        let best = try [IDForm.number, .caseless].map { form in
            try connection.row(
                """
                SELECT coalesce(sum(u.rows), 0)::BIGINT, count(DISTINCT p.id), min(u.id), arg_min(p.id, u.id || chr(1) || p.id)
                FROM (SELECT id, sum(rows) AS rows, \(unsafe: IDKey.sql(form, "id")) AS key FROM (\(unsafe: unknown)) GROUP BY id) u
                JOIN (SELECT id, \(unsafe: IDKey.sql(form, "id")) AS key FROM portals) p ON p.key = u.key
                """
            ) { (form: form, rows: $0.int(0)!, portals: $0.int(1)!, odd: $0.string(2), usual: $0.string(3)) }
        }.max { $0.rows < $1.rows }
        if let best, best.rows > 0, let odd = best.odd, let usual = best.usual {
            let isMuch =
                Double(best.rows) > tolerance * Double(max(read, 1))
                || Double(best.portals) > tolerance * Double(max(portals, 1))
            return finding(
                .usage, best.form, odd: odd, usual: usual, usualTable: try table(of: usual), count: best.rows,
                isMuch: isMuch, what: best.rows == 1 ? "1 usage row is" : "\(best.rows) usage rows are")
        }
        let lost = try connection.row(
            """
            SELECT coalesce(sum(rows), 0)::BIGINT, min(id) FROM (\(unsafe: unknown)) WHERE \(unsafe: IDKey.isBeyondRepair("id"))
            """
        ) { (rows: $0.int(0)!, example: $0.string(1)) }
        guard lost.rows > 0, let example = lost.example else { return nil }
        return Self.lostDigits(
            example, .usage, count: lost.rows, of: read, tolerance, configuration.columns.id)
    }

    /// Reports usage whose ids match as numbers although they are spelled differently, found in the first rows of
    /// files.
    ///
    /// - Parameter heads: A relation with the `id` of some usage rows.
    func headsFinding(_ heads: String) throws -> Finding? {
        guard form == .exact else { return nil }
        let odd = "NOT \(IDKey.isPlainNumber("u.id"))"
        let found = try connection.row(
            """
            SELECT count(*) FILTER (p.id IS NOT NULL AND \(unsafe: odd)), count(*),
                min(u.id) FILTER (p.id IS NOT NULL AND \(unsafe: odd)), arg_min(p.id, u.id || chr(1) || p.id) FILTER (p.id IS NOT NULL AND \(unsafe: odd))
            FROM (SELECT id, \(unsafe: IDKey.sql(.number, "id")) AS key FROM (\(unsafe: heads)) WHERE id IS NOT NULL) u
            LEFT JOIN portals p ON p.id = u.key
            """
        ) { (count: $0.int(0)!, rows: $0.int(1)!, odd: $0.string(2), usual: $0.string(3)) }
        if found.count > 0, let odd = found.odd, let usual = found.usual {
            return finding(
                .usage, .number, odd: odd, usual: usual, usualTable: try table(of: usual), count: found.count,
                isMuch: Double(found.count) > tolerance * Double(found.rows),
                what: "\(found.count) of the first \(found.rows) usage rows are")
        }
        let lost = try connection.row(
            "SELECT count(*), min(id) FROM (\(unsafe: heads)) WHERE \(unsafe: IDKey.isBeyondRepair("id"))"
        ) { (rows: $0.int(0)!, example: $0.string(1)) }
        guard lost.rows > 0, let example = lost.example else { return nil }
        return Self.lostDigits(
            example, .usage, count: lost.rows, of: found.rows, tolerance, configuration.columns.id)
    }

    private func table(of id: String) throws -> SourceName {
        let isCustomer = try connection.rows("SELECT is_customer FROM portals WHERE id = \(literal: id)") {
            $0.int(0) == 1
        }
        return isCustomer.first == true ? .customers : .noncustomers
    }

    private func finding(
        _ name: SourceName, _ form: IDForm, odd: String, usual: String, usualTable: SourceName, count: Int,
        isMuch: Bool, what: String
    ) -> Finding {
        let rule = form == .number ? "leading zeros and decimals" : "case and blanks"
        return Finding(
            check: Self.check, severity: isMuch ? .error : .warning, table: name, column: configuration.columns.id,
            count: count,
            message:
                "The id '\(odd)' of \(Self.title(name)) and '\(usual)' of \(Self.title(usualTable)) are the same only if "
                + "\(rule) do not matter; \(what) written so. Set columns.id_form to \(form.rawValue) to read them alike, or "
                + "export the ids in one way.")
    }

    private static func title(_ name: SourceName) -> String {
        switch name {
        case .customers: "customers"
        case .noncustomers: "free portals"
        case .usage: "usage"
        }
    }
}
