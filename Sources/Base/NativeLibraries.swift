internal import Foundation

/// The libraries that are not written in Swift, and the files that lie beside them.
package enum NativeLibraries {
    /// The folder that this process has loaded DuckDB from; nil where it has not.
    ///
    /// `dladdr` says from which file a symbol is. Glibc's module map hides it, so it is looked up itself.
    package static let folder: String? = {
        typealias FindFile = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer) -> Int32
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "duckdb_library_version"),
            let dladdr = dlsym(program, "dladdr")
        else { return nil }
        // Dl_info: file name, file address, symbol name, symbol address.
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
