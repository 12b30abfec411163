/// The address of a database server in a source: `postgresql://user@host:port/database`.
package enum DatabaseAddress {
    private static let schemes = ["postgresql://", "postgres://"]

    /// Whether a database is a server, not a file.
    package static func isServer(_ database: String) -> Bool { schemes.contains(where: database.hasPrefix) }

    /// Whether a server's address contains a password, which would be kept with every run.
    package static func hasPassword(_ address: String) -> Bool {
        guard let scheme = schemes.first(where: address.hasPrefix) else { return false }
        let rest = address.dropFirst(scheme.count)
        let authority = rest.prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") { return true }
        return address.lowercased().contains("password")
    }
}
