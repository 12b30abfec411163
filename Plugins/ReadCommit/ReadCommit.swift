import Foundation
import PackagePlugin

/// Writes a Swift file with the commit of the checkout, again only where the commit has changed.
///
/// A folder without git, such as an unpacked archive, gives `nil`. The command reads the checkout and writes into the plugin's
/// own folder, which SwiftPM's sandbox allows.
@main
struct ReadCommit: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let checkout = context.package.directoryURL
        let output = context.pluginWorkDirectoryURL.appending(path: "BuiltCommit.swift")
        // The folder is named, so that git does not go on to look in the folders above it.
        let script = """
            commit=$(git --git-dir="$1/.git" rev-parse --short=7 HEAD 2>/dev/null) && commit="\\"$commit\\"" || commit=nil
            printf '/// The commit that the program was built from.\\nlet builtCommit: String? = %s\\n' "$commit" > "$2"
            """
        return [
            .buildCommand(
                displayName: "Reading the commit", executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", script, "sh", checkout.path, output.path],
                inputFiles: filesOfGit(in: checkout), outputFiles: [output])
        ]
    }

    /// The files of git that change with every commit and checkout. A prebuild command would need none, but SwiftPM skips it
    /// where it has planned the build before.
    private func filesOfGit(in checkout: URL) -> [URL] {
        var git = checkout.appending(path: ".git")
        // In a worktree or a submodule, `.git` is a file that names the folder.
        if let link = try? String(contentsOf: git, encoding: .utf8), link.hasPrefix("gitdir: ") {
            let path = link.dropFirst("gitdir: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
            git = URL(filePath: path, relativeTo: checkout)
        }
        return ["HEAD", "logs/HEAD"].map { git.appending(path: $0) }
            .filter { FileManager.default.isReadableFile(atPath: $0.path) }
    }
}
