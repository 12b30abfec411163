internal import Foundation

/// The built command line, for tests that run it as a process of its own.
public enum ProspectExecutable {
    /// The executable beside the test bundle.
    public static let path: String = {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? Bundle.main.bundlePath
        var folder = URL(fileURLWithPath: bundle)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appendingPathComponent("prospect").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue { return file }
        }
        return "prospect"
    }()
}
