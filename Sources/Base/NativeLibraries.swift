internal import Foundation

/// The libraries that are not written in Swift, and the files beside them.
package enum NativeLibraries {
    /// The folder from which this process has loaded DuckDB, or nil if it has not.
    ///
    /// `dladdr` returns the file of a symbol. Glibc's module map hides it, so it is looked up by name.
    package static let folder: String? = {
        typealias FindFile = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer) -> Int32
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "duckdb_library_version"),
            let dladdr = dlsym(program, "dladdr")
        else { return nil }
        // The parts of Dl_info are file name, file address, symbol name and symbol address.
        var info: (UnsafePointer<CChar>?, UnsafeRawPointer?, UnsafePointer<CChar>?, UnsafeRawPointer?) = (
            nil, nil, nil, nil
        )
        guard unsafeBitCast(dladdr, to: FindFile.self)(symbol, &info) != 0, let file = info.0,
            let resolved = realpath(file, nil)
        else { return nil }
        defer { free(resolved) }
        return (String(cString: resolved) as NSString).deletingLastPathComponent
    }()
}
