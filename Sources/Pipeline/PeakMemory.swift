internal import Foundation

/// The most memory that this process has held.
enum PeakMemory {
    /// Begins to measure anew, where the system can: Linux resets its high-water mark, elsewhere it only grows.
    static func reset() {
        #if os(Linux)
            try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        #endif
    }

    /// Bytes of resident memory at the peak since `reset()`.
    static func bytes() -> Int {
        #if os(Linux)
            let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            if let kilobytes = line?.split(separator: " ").compactMap({ Int($0) }).first { return kilobytes * 1024 }
        #endif
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}
