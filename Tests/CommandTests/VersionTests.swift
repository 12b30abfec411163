import Foundation
import TestSupport
import Testing

/// `--version` names the version and the commit of the checkout.
@Suite struct VersionTests {
    private let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test func theVersionHasTheCommit() throws {
        let folder = try TemporaryFolder()
        let shown = try ProspectProcess.run(["--version"], in: folder.path)
        #expect(shown.exitCode == 0)
        let version = /\d+\.\d+\.\d+(-dev)?( \([0-9a-f]{7,}\))?\n/
        #expect(shown.output.wholeMatch(of: version) != nil, "\(shown.output)")
        let git = FileManager.default.fileExists(atPath: checkout + "/.git")
        #expect(shown.output.contains(" (") == git)
    }
}
