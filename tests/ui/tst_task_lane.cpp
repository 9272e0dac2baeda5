// SPDX-License-Identifier: GPL-3.0-or-later
// Answers arrive in the receiver's thread, in order, and never after their question was withdrawn.
#include "ui/bridge/task_lane.h"
#include "ui/headless/wait.h"

#include <atomic>
#include <QtTest>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestTaskLane : public QObject {
    Q_OBJECT

private slots:
    void answersComeInOrder() {
        TaskLane lane;
        QList<int> answers;
        for (const int question : {1, 2, 3}) {
            lane.ask(
                this, [question](const CancelToken&) { return question; },
                [&answers, this](Outcome<int> outcome) {
                    QCOMPARE(QThread::currentThread(), thread());
                    answers.append(std::get<int>(outcome));
                });
        }
        QVERIFY(waitUntil([&] { return answers.size() == 3; }));
        QCOMPARE(answers, (QList<int>{1, 2, 3}));
    }

    void anExceptionIsAnAnswer() {
        TaskLane lane;
        QString title;
        lane.ask(
            this, [](const CancelToken&) -> int { throw Error(ErrorKind::badInput, "no such number", ""); },
            [&title](Outcome<int> outcome) { title = std::get<Problem>(outcome).title; });
        QVERIFY(waitUntil([&] { return !title.isEmpty(); }));
        QCOMPARE(title, QStringLiteral("no such number"));
    }

    /// The work has ended and its answer waits for the event loop when another question takes its place.
    void noAnswerAfterItsQuestionWasReplaced_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("replaced") << 0;
        QTest::newRow("all withdrawn") << 1;
        QTest::newRow("its own token") << 2;
    }
    void noAnswerAfterItsQuestionWasReplaced() {
        QFETCH(int, way);
        TaskLane lane;
        QList<int> answers;
        const auto ask = [&](int question, std::atomic<bool>& hasEnded, TaskLane::Order order) {
            auto token = lane.ask(
                this, [question](const CancelToken&) { return question; },
                [&answers](Outcome<int> outcome) { answers.append(std::get<int>(outcome)); }, order);
            lane.post([&hasEnded](const CancelToken&) { hasEnded = true; });
            while (!hasEnded) {
                std::this_thread::yield(); // and no events
            }
            return token;
        };
        std::atomic<bool> firstEnded = false;
        const auto first = ask(1, firstEnded, TaskLane::Order::queue);
        if (way == 1) {
            lane.cancelAll();
        } else if (way == 2) {
            first->cancel();
        }
        std::atomic<bool> secondEnded = false;
        static_cast<void>(ask(2, secondEnded, way == 0 ? TaskLane::Order::replace : TaskLane::Order::queue));
        QVERIFY(waitUntil([&] { return !answers.isEmpty(); }));
        settle(20);
        QCOMPARE(answers, QList<int>{2});
    }
};

QTEST_GUILESS_MAIN(TestTaskLane)
#include "tst_task_lane.moc"
