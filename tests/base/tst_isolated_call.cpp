// SPDX-License-Identifier: GPL-3.0-or-later
// Work in a child process: answers, and all the ways in which it can go wrong.
#include "base/isolated_call.h"
#include "support/test_support.h"

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <unistd.h>

using namespace quantlathe;
using namespace std::chrono_literals;
using End = IsolatedAnswer::End;

class TestIsolatedCall : public QObject {
    Q_OBJECT
private slots:
    void givesTheText() {
        const pid_t here = ::getpid();
        const IsolatedAnswer answer = callIsolated([] { return std::to_string(::getpid()); }, 10s);
        QCOMPARE(answer.end, End::answered);
        QVERIFY(answer.text && *answer.text != std::to_string(here));
        const std::string longText(500'000, 'x'); // more than a pipe holds at once
        QCOMPARE(callIsolated([&] { return longText; }, 10s).text, std::optional(longText));
        QCOMPARE(callIsolated([] { return std::string(); }, 10s).text, std::optional(std::string()));
    }

    void endsWhatHangs() {
        const auto start = std::chrono::steady_clock::now();
        const IsolatedAnswer answer = callIsolated(
            [] {
                std::this_thread::sleep_for(60s);
                return std::string("late");
            },
            100ms);
        const auto took = std::chrono::steady_clock::now() - start;
        QCOMPARE(answer.end, End::tooSlow);
        QVERIFY(!answer.text);
        QVERIFY(took >= 100ms && took < 5s);
    }

    void survivesACrash() {
        const IsolatedAnswer answer = callIsolated(
            []() -> std::string {
                ::raise(SIGSEGV);
                return "after the end";
            },
            10s);
        QCOMPARE(answer.end, End::crashed);
        QVERIFY(!answer.text);
    }

    void anExceptionIsNoAnswer() {
        const IsolatedAnswer answer = callIsolated([]() -> std::string { throw std::runtime_error("no"); }, 10s);
        QCOMPARE(answer.end, End::failed);
        QVERIFY(!answer.text);
    }

    void takesNoFlood() {
        const IsolatedAnswer answer = callIsolated([] { return std::string(3U << 20U, 'x'); }, 10s);
        QVERIFY(!answer.text && answer.end != End::answered);
    }

    /// A child that locks nobody out: many at once, from threads that allocate meanwhile.
    void worksFromManyThreads() {
        std::vector<std::thread> threads;
        std::atomic<int> answered = 0;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 10; ++i) {
                    const std::string text(static_cast<std::size_t>(1000 + i), 'y');
                    answered += callIsolated([&] { return text + text; }, 20s).text == text + text ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(answered.load(), 40);
    }
};

QTEST_APPLESS_MAIN(TestIsolatedCall)
#include "tst_isolated_call.moc"
