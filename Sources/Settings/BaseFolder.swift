/// The folder that relative paths of one place (a configuration file, the command line) start from.
package struct BaseFolder: Sendable {
    package let path: String
    /// The home folder that a leading `~/` stands for; nil: `~` has no meaning.
    package let home: String?

    package init(path: String, home: String?) {
        self.path = path
        self.home = home
    }

    /// The path as the working folder sees it. Addresses such as `s3://…` and absolute paths stay as they are.
    ///
    /// `..` stays in the path: taking it out by name would be wrong behind a symbolic link.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("/") || path.contains("://") { return path }
        if let home, path == "~" || path.hasPrefix("~/") { return Self.join(home, String(path.dropFirst(2))) }
        return Self.join(self.path, path)
    }

    /// The folder that holds a file.
    package func folder(ofFile file: String) -> BaseFolder {
        let resolved = resolve(file)
        guard let slash = resolved.lastIndex(of: "/") else { return BaseFolder(path: ".", home: home) }
        let folder = slash == resolved.startIndex ? "/" : String(resolved[..<slash])
        return BaseFolder(path: folder, home: home)
    }

    private static func join(_ folder: String, _ path: String) -> String {
        var path = Substring(path)
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        if path.isEmpty || path == "." { return folder }
        if folder.isEmpty || folder == "." { return String(path) }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }
}
