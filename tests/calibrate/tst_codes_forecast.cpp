// SPDX-License-Identifier: GPL-3.0-or-later
// What calibrating will take is told before it starts.
#include "calibrate/codes_forecast.h"
#include "calibrate/random_mixtral.h"
#include "calibrate/sample_text.h"

#include <cmath>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

CodesForecast forecastOf(const Plan& plan, const CalibratedRequest& request) {
    ThreadArena arena(2);
    const CancelToken cancel;
    return forecastCodes(plan, request, arena, cancel);
}

void checkForecast(const CodesForecast& forecast) {
    QVERIFY(std::isfinite(forecast.passSeconds) && forecast.passSeconds > 0);
    QVERIFY(std::isfinite(forecast.codesSeconds) && forecast.codesSeconds > 0);
}

} // namespace

class TestCodesForecast : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    void everyFamilyIsTriedAndNothingIsKept_data() {
        QTest::addColumn<QString>("preset");
        for (const char* const format :
             {"gguf Q4_K_M", "gguf IQ3_S", "bitsandbytes NF4", "hqq HQQ4", "fbgemm INT4", "gptq GPTQ-4-g128", "awq AWQ-4-g128",
              "exl2 EXL2-4.0", "spqr SPQR-3", "aqlm AQLM-2x8"}) {
            QTest::addRow("%s", format) << QString(format);
        }
    }
    void everyFamilyIsTriedAndNothingIsKept() {
        QFETCH(const QString, preset);
        const QStringList words = preset.split(' ');
        const Plan plan = makePlan(test::sample(), test::folderDocument(words[0].toStdString(), words[1].toStdString()));
        QVERIFY(!calibratableChoices(plan).empty());
        const CalibratedRequest request = test::sampleRequest();
        const CodesForecast forecast = forecastOf(plan, request);
        checkForecast(forecast);
        QVERIFY(forecast.codesSeconds > 2 * forecast.passSeconds); // two models are run, and codes chosen
        QVERIFY(!fs::exists(fs::path((folder_.path() + "/cache").toStdString())));
    }

    void oneModelInsteadOfTwoIsOnePassLess() {
        const Plan plan = makePlan(test::sample(), test::folderDocument("gguf", "Q4_K_M"));
        CalibratedRequest request = test::sampleRequest();
        request.corrected = false;
        const CodesForecast forecast = forecastOf(plan, request);
        checkForecast(forecast);
        QVERIFY(forecast.codesSeconds > forecast.passSeconds);
    }

    void expertsCountOneByOne() {
        for (const char* const format : {"gguf", "gptq"}) {
            const Plan plan =
                makePlan(test::mixtral(), test::folderDocument(format, format == std::string("gguf") ? "Q4_0" : "GPTQ-4-g32"));
            checkForecast(forecastOf(plan, test::randomTokens(true)));
        }
    }

    void aPlanOfFloatsIsRefused() {
        const Plan plan = makePlan(test::sample(), test::folderDocument("gguf", "F16"));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(forecastOf(plan, test::sampleRequest())));
    }

    void cancellingEndsTheTrial() {
        const Plan plan = makePlan(test::sample(), test::folderDocument("gguf", "Q4_K_M"));
        ThreadArena arena(2);
        CancelToken cancel;
        cancel.cancel();
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(forecastCodes(plan, test::sampleRequest(), arena, cancel)));
    }
};

QTEST_GUILESS_MAIN(TestCodesForecast)
#include "tst_codes_forecast.moc"
