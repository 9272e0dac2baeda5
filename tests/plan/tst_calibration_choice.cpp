// SPDX-License-Identifier: GPL-3.0-or-later
// What guides a conversion, as a value: in plan.json, on the command line, and whether a text is the same as another.
#include "plan/calibration_choice.h"

#include "plan/calibration_json.h"
#include "plan/command_line.h"
#include "plan/plan_file.h"
#include "support/test_support.h"

#include <filesystem>
#include <QTemporaryDir>
#include <span>
#include <string_view>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

using Source = CalibrationChoice::Source;

void writeText(const fs::path& file, std::string_view text) {
    test::writeAll(file, std::as_bytes(std::span(text)));
}

CalibrationChoice written(CalibrationChoice choice) {
    PlanDocument document;
    document.preset = "Q4_K_M";
    document.calibration = std::move(choice);
    return parsePlan(planJson(document)).calibration;
}

std::string refusal(const std::string& calibration) {
    const auto error = test::errorOf([&] {
        static_cast<void>(
            parsePlan(R"({"quantlathe_plan": 1, "format": "gguf", "preset": "Q4_K_M", "calibration": )" + calibration + "}"));
    });
    return error ? error->detail() : "accepted";
}

} // namespace

class TestCalibrationChoice : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    fs::path in(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void aChoiceComesBackByItself() {
        CalibrationChoice text = calibrationByText("some text.txt");
        text.contextTokens = 256;
        text.windows = 12;
        text.isCorrected = false;
        for (const CalibrationChoice& choice : {CalibrationChoice(), calibrationByText(), text}) {
            QVERIFY(parseCalibration(calibrationJson(choice)) == choice);
        }
        for (const char* const broken :
             {"", "[]", "{\"calibration\": 1}", "{\"plan\": {}}", "{\"calibration\": {\"source\": \"a song\"}}"}) {
            QVERIFY_EXCEPTION_THROWN(static_cast<void>(parseCalibration(broken)), Error);
        }
    }

    void everyChoiceIsReadBack() {
        QCOMPARE(written({}), CalibrationChoice());
        QCOMPARE(written(calibrationByText()), calibrationByText());
        CalibrationChoice choice = calibrationByText("my text.txt");
        choice.contextTokens = 2048;
        choice.windows = 0;
        choice.isCorrected = false;
        choice.contents = "0123456789abcdef";
        QCOMPARE(written(choice), choice);
        CalibrationChoice statistics;
        statistics.source = Source::statistics;
        statistics.file = "model.cal";
        statistics.isCorrected = false;
        QCOMPARE(written(statistics), statistics);
        CalibrationChoice matrix;
        matrix.source = Source::importance;
        matrix.file = "model.imatrix";
        QCOMPARE(written(matrix), matrix);
    }

    void aPlanWithoutOneSaysNothing() {
        PlanDocument document;
        document.preset = "Q4_K_M";
        QVERIFY(planJson(document).find("calibration") == std::string::npos);
        QCOMPARE(parsePlan(R"({"quantlathe_plan": 1, "format": "gguf", "preset": "Q4_K_M"})").calibration, CalibrationChoice());
    }

    void isReadStrictly_data() {
        QTest::addColumn<QString>("calibration");
        QTest::addColumn<QString>("place");
        QTest::newRow("no object") << R"("text")"
                                   << "/calibration must be an object";
        QTest::newRow("no source") << R"({"file": "a.txt"})"
                                   << "/calibration has no source";
        QTest::newRow("unknown source") << R"({"source": "book"})"
                                        << "/calibration/source must be";
        QTest::newRow("unknown key") << R"({"source": "text", "seed": 1})"
                                     << "/calibration/seed is an unknown key";
        QTest::newRow("no tokens") << R"({"source": "text", "context": 0})"
                                   << "/calibration/context must be";
        QTest::newRow("negative") << R"({"source": "text", "chunks": -1})"
                                  << "/calibration/chunks must be";
        QTest::newRow("mode") << R"({"source": "text", "mode": "fast"})"
                              << "/calibration/mode must be";
        QTest::newRow("hash") << R"({"source": "text", "text_hash": "0123456789ABCDEF"})"
                              << "/calibration/text_hash must be";
        QTest::newRow("no file") << R"({"source": "statistics"})"
                                 << "/calibration has no file";
        QTest::newRow("windows of statistics") << R"({"source": "statistics", "file": "a", "chunks": 3})"
                                               << "/calibration/chunks belongs to a text";
        QTest::newRow("mode of a matrix") << R"({"source": "importance matrix", "file": "a", "mode": "corrected"})"
                                          << "/calibration/mode belongs to a text or to statistics";
    }
    void isReadStrictly() {
        QFETCH(QString, calibration);
        QFETCH(QString, place);
        const std::string detail = refusal(calibration.toStdString());
        QVERIFY2(detail.starts_with(place.toStdString()), detail.c_str());
    }

    void aRelativeFileStandsBesideItsPlan() {
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.calibration = calibrationByText("texts/mine.txt");
        writeText(in("plan.json"), planJson(document));
        QCOMPARE(readPlan(in("plan.json")).calibration.file, in("texts/mine.txt"));
        document.calibration.file = "/elsewhere/mine.txt";
        writeText(in("plan.json"), planJson(document));
        QCOMPARE(readPlan(in("plan.json")).calibration.file, fs::path("/elsewhere/mine.txt"));
    }

    void aTextIsKnownByItsContents() {
        writeText(in("a.txt"), "the same words");
        writeText(in("b.txt"), "the same words");
        writeText(in("c.txt"), "other words");
        const CalibrationChoice choice = withContents(calibrationByText(in("a.txt")));
        QCOMPARE(choice.contents.size(), std::size_t{16});
        QVERIFY(isTextOf(choice, in("b.txt")));
        QVERIFY(!isTextOf(choice, in("c.txt")));
        QVERIFY(isTextOf(calibrationByText(in("a.txt")), in("b.txt"))); // not written down yet
        fs::remove(in("a.txt"));
        QVERIFY(isTextOf(choice, in("b.txt"))); // the plan still knows
        QVERIFY(!isTextOf(choice, in("none.txt")));
        CalibrationChoice matrix;
        matrix.source = Source::importance;
        matrix.file = in("b.txt");
        QVERIFY(!isTextOf(matrix, in("b.txt")));
        QVERIFY(isTextOf(calibrationByText(), test::resourceFile("text/default-calibration.txt")));
    }

    void theCommandLineSaysWhatIsNotUsual() {
        const auto sample = openModel(test::resourceFile("sample"));
        PlanDocument document;
        document.preset = "Q4_K_M";
        const Plan plan = makePlan(sample, document);
        const auto lineOf = [&](const CalibrationChoice& choice) {
            const auto all = convertArguments(plan, {}, "out.gguf", {.calibration = choice});
            QStringList words;
            for (const std::string& word : all) {
                words.append(QString::fromStdString(word));
            }
            return words.join(' ');
        };
        QVERIFY(!lineOf({}).contains("--calib"));
        QVERIFY(lineOf(calibrationByText()).contains(" --calibrate"));
        QVERIFY(!lineOf(calibrationByText()).contains("--chunks"));
        CalibrationChoice choice = calibrationByText("mine.txt");
        choice.contextTokens = 256;
        choice.windows = 64;
        choice.isCorrected = false;
        QVERIFY2(lineOf(choice).contains(" --text mine.txt --context 256 --chunks 64 --independent"),
                 qPrintable(lineOf(choice)));
        choice = {};
        choice.source = Source::statistics;
        choice.file = "mine.cal";
        QVERIFY(lineOf(choice).contains(" --calibration mine.cal"));
    }
};

QTEST_GUILESS_MAIN(TestCalibrationChoice)
#include "tst_calibration_choice.moc"
