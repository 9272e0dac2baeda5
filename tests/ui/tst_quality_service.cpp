// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring in the background: what goes wrong with the user's own plan is said, and the next plan is measured all the same.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/bridge/quality_service.h"
#include "ui/headless/wait.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestQualityService : public QObject {
    Q_OBJECT

    QTemporaryDir home_;

private slots:
    void initTestCase() { test::useOwnSurroundings(home_.path()); }

    void theOwnPlansErrorIsSaid() {
        const QTemporaryDir folder;
        Session session;
        bool fails = true; // read by the lanes; changed while they rest
        const auto measure = [&fails](const Plan& plan, const QualityOptions&, ResultCache&, Progress&, const CancelToken&) {
            if (fails && !plan.isPlainPreset()) {
                throw Error(ErrorKind::failed, "The own plan cannot be measured", "said by the test");
            }
            return std::make_shared<const PlanQuality>(PlanQuality{.relativeError = 0.25, .weights = {}});
        };
        QualityService service(session, std::make_shared<ResultCache>(folder.path().toStdString()), measure);
        session.open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
        QSignalSpy problems(&session, &Session::problem);
        const QStringList weight{QStringLiteral("blk.0.ffn_up.weight")};
        session.setEncoding(weight, QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return !session.plan()->isPlainPreset(); }));
        service.start();
        QVERIFY(waitUntil([&] { return !service.isRunning() && !problems.isEmpty(); }));
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.front().front().value<Problem>().title, QStringLiteral("The own plan cannot be measured"));
        QVERIFY(!session.planFacts()->quality);

        fails = false;
        session.setEncoding(weight, QStringLiteral("Q5_1"));
        QVERIFY(waitUntil([&] { return session.planFacts() != nullptr && session.planFacts()->quality; }));
        QCOMPARE(session.planFacts()->quality->relativeError, 0.25);
        QCOMPARE(problems.size(), 1);
    }
};

QTEST_MAIN(TestQualityService)
#include "tst_quality_service.moc"
