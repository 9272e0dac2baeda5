// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the plan: any of them is one step away, each has a name, and the saved one is known.
#include "support/test_support.h"
#include "ui/bridge/session.h"
#include "ui/headless/wait.h"

#include <QSignalSpy>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestPlanHistory : public QObject {
    Q_OBJECT

    static PinnedPlan preset(const std::string& name) {
        PinnedPlan state;
        state.document.preset = name;
        return state;
    }

private slots:
    void stepsHaveNames() {
        PlanHistory history;
        PinnedPlan state = preset("Q4_K_M");
        history.begin(state);
        const auto next = [&] {
            history.remember(state);
            return history.undoText();
        };
        QVERIFY(next().isEmpty()); // the same again is no step
        state.document.weights["blk.3.ffn_up.weight"] = "Q8_0";
        QCOMPARE(next(), QStringLiteral("encoding of blk.3.ffn_up.weight"));
        state.pinned.insert("blk.3.ffn_up.weight");
        QCOMPARE(next(), QStringLiteral("pin of blk.3.ffn_up.weight"));
        state.pinned.clear();
        QCOMPARE(next(), QStringLiteral("release of blk.3.ffn_up.weight"));
        state.document.effort = Effort::high;
        QCOMPARE(next(), QStringLiteral("change of the effort"));
        state = preset("Q6_K");
        QCOMPARE(next(), QStringLiteral("choice of Q6_K"));
        history.undo();
        QCOMPARE(history.redoText(), QStringLiteral("choice of Q6_K"));
        QCOMPARE(history.undoText(), QStringLiteral("change of the effort"));
    }

    void aFarStepIsOneStep() {
        PlanHistory history;
        history.begin(preset("0"));
        for (int i = 1; i <= 40; ++i) {
            history.remember(preset(std::to_string(i)));
        }
        const QSignalSpy moved(&history, &QUndoStack::indexChanged);
        history.goToNearest(preset("3").document);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(history.current()->document.preset, std::string("3"));
        history.remember(preset("other"));
        QVERIFY(!history.canRedo());
        QCOMPARE(history.count(), 4);
    }

    void ofTwoStepsAsNearTheLaterIsTaken() {
        PlanHistory history;
        history.begin(preset("a"));
        history.remember(preset("b"));
        history.remember(preset("a"));
        history.undo();
        history.goToNearest(preset("a").document);
        QVERIFY(history.canUndo() && !history.canRedo());
    }

    void theFirstStateIsThatBeforeTheOldestStep() {
        PlanHistory history;
        history.begin(preset("0"));
        for (int i = 1; i <= 250; ++i) {
            history.remember(preset(std::to_string(i)));
        }
        history.setIndex(0);
        QCOMPARE(history.current()->document.preset, std::to_string(250 - history.count()));
        history.forget();
        QVERIFY(history.current() == nullptr);
    }

    void theSavedStateIsClean() {
        PlanHistory history;
        history.begin(preset("a"));
        history.remember(preset("b"));
        QVERIFY(!history.isClean());
        history.setSaved(preset("c")); // a plan from a file, before it is made
        QVERIFY(!history.isClean());
        history.remember(preset("c"));
        QVERIFY(history.isClean());
        history.undo();
        QVERIFY(!history.isClean());
        history.remember(preset("c")); // by hand
        QVERIFY(history.isClean());
    }

    void thePlanIsMadeOnceForAFarStep() {
        Session session;
        session.open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }));
        const PlanDocument first = session.plan()->document;
        for (const char* name : {"Q8_0", "Q6_K", "Q5_K_M", "Q3_K_M"}) {
            session.setPreset(QLatin1String(name));
            QVERIFY(waitUntil([&] { return session.plan()->document.preset == name; }));
        }
        session.setPinned({"blk.1.ffn_up.weight"});
        QCOMPARE(session.history().undoText(), QStringLiteral("pin of blk.1.ffn_up.weight"));
        const QSignalSpy plans(&session, &Session::planChanged);
        const QSignalSpy pins(&session, &Session::pinsChanged);
        session.history().setIndex(0);
        QVERIFY(waitUntil([&] { return session.plan()->document == first; }));
        QCOMPARE(plans.size(), 1);
        QCOMPARE(pins.size(), 1);
        QVERIFY(session.pinned().empty());
    }

    void aPlanThatCannotBeMadeLeavesPinsAlone() {
        Session session;
        session.open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }));
        const QSignalSpy problems(&session, &Session::problem);
        PinnedPlan wrong{session.plan()->document, {"blk.1.ffn_up.weight"}};
        wrong.document.weights["blk.1.ffn_up.weight"] = "Q9_9";
        session.usePlan(wrong);
        QVERIFY(waitUntil([&] { return problems.size() == 1; }));
        QVERIFY(session.pinned().empty());
        QVERIFY(!session.history().canUndo());
    }
};

QTEST_MAIN(TestPlanHistory)
#include "tst_plan_history.moc"
