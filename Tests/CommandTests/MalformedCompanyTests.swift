import Foundation
import TestSupport
import Testing

/// Everything that can be wrong with the input ends with a sentence and an exit code, and with nothing written.
@Suite struct MalformedCompanyTests {
    @Test(arguments: MalformedFiles.cases + MalformedRows.cases + MalformedFormats.cases + MalformedCommands.cases)
    func saysWhatIsWrongAndWritesNothing(_ malformed: Malformed) throws {
        let company = try MalformedCompany(malformed)
        let before = try company.kept()
        let process = try ProspectProcess.run(malformed.arguments, in: company.folder.path)
        let errors = unwrapped(process.errors)
        #expect(process.exitCode == malformed.exitCode, "\(process.errors)")
        for sentence in malformed.says {
            let sentence = unwrapped(sentence.replacing("{}", with: company.folder.path))
            #expect(errors.contains(sentence), "\(errors)")
        }
        #expect(process.output == "")
        for jargon in [
            "Possible fix", "Possible Solution", "INTERNAL", "Invalid Input Error", "LINE 1:", "Fatal error",
        ] {
            #expect(!errors.contains(jargon), "\(errors)")
        }
        #expect(try company.kept() == before)
    }

    @Test func thereAreEnough() {
        let cases = MalformedFiles.cases + MalformedRows.cases + MalformedFormats.cases + MalformedCommands.cases
        #expect(cases.count >= 40)
        #expect(Set(cases.map(\.testDescription)).count == cases.count)
    }

    /// The company that the cases spoil is itself good.
    @Test func theGoodCompanyPassesTheChecks() throws {
        let company = try MalformedCompany(Malformed("nothing", says: ""))
        let process = try ProspectProcess.run(["check", "--quiet"], in: company.folder.path)
        #expect(process.exitCode == 0, "\(process.output)\(process.errors)")
        #expect(FileManager.default.fileExists(atPath: company.folder.path + "/output/check/checks.json"))
    }

    /// `check` prints the same findings as `run`, to standard output.
    @Test func checkFindsTheSame() throws {
        let company = try MalformedCompany(
            .usage("nearest", MalformedCompany.usage.replacing("WHEN_TIMESTAMP", with: "WHEN_TIMESTMP"), says: ""))
        let process = try ProspectProcess.run(["check", "--quiet"], in: company.folder.path)
        #expect(process.exitCode == 2)
        #expect(
            unwrapped(process.output).contains(
                "error usage The column 'WHEN_TIMESTAMP' is missing: the nearest is 'WHEN_TIMESTMP'; "
                    + "if that is the one, set columns.timestamp."))
    }
}
