public import Foundation

/// A headless Chromium, driven over its remote-debugging protocol: https://chromedevtools.github.io/devtools-protocol/
///
/// The protocol runs over two pipes, so that no port is opened. Used by one thread.
public final class Browser {
    /// What went wrong in the pages: console errors and warnings, exceptions, requests that failed.
    public private(set) var complaints: [String] = []
    /// The address of everything that the pages asked for, themselves included.
    public private(set) var requests: [String] = []

    private let folder: TemporaryFolder
    private let process: Process
    private let commands: FileHandle
    private let answers: FileHandle
    private var received = Data()
    private var lastCommand = 0
    private var session: String?

    /// - Parameters:
    ///   - width: of the window, in CSS pixels; below 600 it is a phone.
    ///   - dark: whether the reader prefers dark colours.
    public init(width: Int = 1_400, height: Int = 900, dark: Bool = false) throws {
        folder = try TemporaryFolder()
        let (input, output) = (folder.path + "/commands", folder.path + "/answers")
        guard mkfifo(input, 0o600) == 0, mkfifo(output, 0o600) == 0 else { throw BrowserError("No pipes: \(errno).") }
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Chromium's own sandbox cannot be had in a container; the pages are the tests' own.
        process.arguments = [
            "-c", "exec \"$0\" \"$@\" 3<'\(input)' 4>'\(output)'", try Self.executable(), "--headless", "--no-sandbox",
            "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
            "--user-data-dir=\(folder.path)/profile", "about:blank",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Each of these waits for the other side to open its end.
        guard let commands = FileHandle(forWritingAtPath: input), let answers = FileHandle(forReadingAtPath: output)
        else { throw BrowserError("Chromium did not open its pipes.") }
        self.commands = commands
        self.answers = answers
        let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        session = try send("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log", "Network"] { try send("\(domain).enable") }
        try resize(width: width, height: height)
        try prefer(dark: dark)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// The first Chromium of the path.
    private static func executable() throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        let candidates =
            names.flatMap { name in folders.map { "\($0)/\(name)" } }
            + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
        guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw BrowserError("There is no Chromium. Scripts/chromium installs it.")
        }
        return found
    }

    public func resize(width: Int, height: Int) throws {
        try send(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
    }

    public func prefer(dark: Bool) throws {
        try send(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]]])
    }

    /// Headers that every request carries from now on, such as `Authorization`.
    public func setHeaders(_ headers: [String: String]) throws {
        try send("Network.setExtraHTTPHeaders", ["headers": headers])
    }

    /// Opens a page and waits until it has loaded.
    public func open(_ address: String, seconds: Double = 30) throws {
        let result = try send("Page.navigate", ["url": address])
        if let error = result["errorText"] as? String { throw BrowserError("\(address): \(error)") }
        try wait(for: "location.href !== 'about:blank' && document.readyState === 'complete'", seconds: seconds)
    }

    public func open(file path: String) throws { try open(URL(fileURLWithPath: path).absoluteString) }

    /// The value of a JavaScript expression, as JSON has it; a promise is waited for.
    ///
    /// - Throws: `BrowserError` with what the script threw.
    @discardableResult
    public func evaluate(_ expression: String) throws -> Any? {
        let answer = try send(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let thrown = answer["exceptionDetails"] as? [String: Any] {
            let exception = thrown["exception"] as? [String: Any]
            throw BrowserError(exception?["description"] as? String ?? "\(thrown["text"] ?? thrown)")
        }
        let value = (answer["result"] as? [String: Any])?["value"]
        return value is NSNull ? nil : value
    }

    public func text(_ expression: String) throws -> String { try evaluate(expression) as? String ?? "" }

    public func number(_ expression: String) throws -> Double {
        (try evaluate(expression) as? NSNumber)?.doubleValue ?? .nan
    }

    /// Waits until an expression is true.
    public func wait(for expression: String, seconds: Double = 30) throws {
        let end = Date().addingTimeInterval(seconds)
        while true {
            if (try evaluate(expression) as? Bool) == true { return }
            guard Date() < end else { throw BrowserError("Not true within \(Int(seconds)) s: \(expression)") }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// A picture of the whole page, as PNG.
    public func screenshot() throws -> Data {
        let height = try number("document.documentElement.scrollHeight")
        let width = try number("innerWidth")
        let answer = try send(
            "Page.captureScreenshot",
            [
                "captureBeyondViewport": true,
                "clip": ["x": 0, "y": 0, "width": width, "height": height, "scale": 1],
            ])
        return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    }

    /// The page as it is printed.
    public func pdf() throws -> Data {
        let answer = try send("Page.printToPDF", ["printBackground": true])
        return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    }

    // MARK: The protocol: JSON messages, each ended by a zero byte

    /// Sends a command and waits for its answer; events that come meanwhile are kept.
    @discardableResult
    public func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        lastCommand += 1
        var message: [String: Any] = ["id": lastCommand, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        try commands.write(contentsOf: JSONSerialization.data(withJSONObject: message) + Data([0]))
        let end = Date().addingTimeInterval(60)
        while true {
            let answer = try receive(until: end)
            guard answer["id"] as? Int == lastCommand else {
                note(answer)
                continue
            }
            if let error = answer["error"] as? [String: Any] { throw BrowserError("\(method): \(error)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
    }

    private func receive(until end: Date) throws -> [String: Any] {
        while true {
            if let zero = received.firstIndex(of: 0) {
                let message = received[received.startIndex..<zero]
                received.removeSubrange(received.startIndex...zero)
                return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
            }
            var descriptor = pollfd(fd: answers.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(max(0, end.timeIntervalSinceNow) * 1_000)) > 0 else {
                throw BrowserError("Chromium does not answer.")
            }
            let data = answers.availableData
            guard !data.isEmpty else { throw BrowserError("Chromium has ended.") }
            received.append(data)
        }
    }

    private func note(_ event: [String: Any]) {
        let parameters = event["params"] as? [String: Any] ?? [:]
        switch event["method"] as? String {
        case "Runtime.consoleAPICalled":
            guard let type = parameters["type"] as? String, ["error", "warning", "assert"].contains(type) else {
                return
            }
            let arguments = (parameters["args"] as? [[String: Any]] ?? []).map {
                "\($0["value"] ?? $0["description"] ?? "")"
            }
            complaints.append("\(type): \(arguments.joined(separator: " "))")
        case "Runtime.exceptionThrown":
            let details = parameters["exceptionDetails"] as? [String: Any]
            let exception = details?["exception"] as? [String: Any]
            complaints.append("exception: \(exception?["description"] ?? details?["text"] ?? "")")
        case "Log.entryAdded":
            guard let entry = parameters["entry"] as? [String: Any], entry["level"] as? String != "info" else { return }
            complaints.append("log: \(entry["text"] ?? "") \(entry["url"] ?? "")")
        case "Network.requestWillBeSent":
            if let address = (parameters["request"] as? [String: Any])?["url"] as? String { requests.append(address) }
        default: break
        }
    }
}

/// Why a page could not be looked at.
public struct BrowserError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
