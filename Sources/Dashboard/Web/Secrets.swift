internal import Crypto
internal import Foundation

/// Makes random texts, and texts that only this process can make.
struct Secrets: Sendable {
    /// The key exists only in this process, so forms and sessions end with it.
    private let key = SymmetricKey(size: .bits256)

    /// Returns 256 random bits in the form of a cookie.
    static func random() -> String {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return text(bytes)
    }

    /// Whether a text has the form of `random()`.
    static func isOne(_ text: String) -> Bool {
        text.utf8.count == 43
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Returns the token that a form must carry when a browser posts it.
    func formToken(for browser: String) -> String { Self.text(Data(authentication(of: browser))) }

    /// Whether a token belongs to a browser. It takes the same time whatever the difference.
    func isFormToken(_ token: String, for browser: String) -> Bool {
        guard let code = Self.bytes(token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data("form:\(browser)".utf8), using: key)
    }

    private func authentication(of browser: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Data("form:\(browser)".utf8), using: key)
    }

    /// Whether two texts are equal. It takes the same time whatever their difference and their lengths.
    static func areEqual(_ first: String, _ second: String) -> Bool {
        // Digests compare in constant time.
        SHA256.hash(data: Data(first.utf8)) == SHA256.hash(data: Data(second.utf8))
    }

    /// Returns what is stored of a secret that only has to be recognised.
    static func fingerprint(_ secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    private static func text(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(_ text: String) -> Data? {
        guard isOne(text) else { return nil }
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + "=")
    }
}
