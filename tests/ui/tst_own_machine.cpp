// SPDX-License-Identifier: GPL-3.0-or-later
// "This computer" in the window's list of cards: what is free on it now is what estimates are for.
#include "support/fake_machine.h"
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/own_surroundings.h"
#include "ui/pages/overview_page.h"
#include "ui/widgets/offer_line.h"
#include "ui/window/main_window.h"

#include <algorithm>

#include <QComboBox>
#include <QSettings>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;
using test::FakeMachine;

class TestOwnMachine : public QObject {
    Q_OBJECT

    void useMachine(const FakeMachine& fake, const QByteArray& cards) {
        qputenv("QUANTLATHE_SYSTEM_ROOT", QByteArray::fromStdString(fake.root().string()));
        qputenv("QUANTLATHE_NVML_LIBRARY", cards.isEmpty() ? "no-such-library.so" : QUANTLATHE_NVML_STUB);
        qputenv("QUANTLATHE_NVML_STUB", cards);
    }
    [[nodiscard]] bool start() {
        window_ = std::make_unique<MainWindow>();
        window_->show();
        return waitUntil([&] { return !window_->session().ownMachine().isEmpty(); }, 30'000);
    }
    [[nodiscard]] QComboBox* list() const {
        for (auto* combo : window_->findChildren<QComboBox*>()) {
            if (combo->accessibleName() == QLatin1String("GPU")) {
                return combo;
            }
        }
        return nullptr;
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() { QSettings().clear(); }
    void cleanup() { window_.reset(); }

    void itsCardIsTheFirstEntryAndTheFirstChoice() {
        const FakeMachine fake;
        fake.setMemory(32U << 20U, 20U << 20U);
        useMachine(fake, "NVIDIA GeForce RTX 4060|8188|7066|128|8501|8");
        QVERIFY(start());
        const Session& session = window_->session();
        QCOMPARE(session.ownMachine(), QStringLiteral("This computer: RTX 4060 8 GB, 6.9 GiB free"));
        QCOMPARE(list()->itemText(0), session.ownMachine());
        QCOMPARE(list()->currentText(), session.ownMachine()); // nobody has chosen another one before
        QVERIFY(session.isOnOwnMachine());
        QCOMPARE(session.device().gpu.memoryBytes, std::uint64_t{7066} << 20U);
        QVERIFY(!session.device().run.hasDesktop); // it is on the card already
        QVERIFY(window_->session().setGpu(QStringLiteral("RTX 3060 12 GB")));
        QVERIFY(!session.isOnOwnMachine() && session.device().run.hasDesktop);
        QCOMPARE(list()->currentText(), QStringLiteral("RTX 3060 12 GB"));
        window_->close(); // the choice stays
        QVERIFY(start());
        QVERIFY(!window_->session().isOnOwnMachine());
        QCOMPARE(list()->currentText(), QStringLiteral("RTX 3060 12 GB"));
        // And back, by the list's entry, with what is free by then.
        qputenv("QUANTLATHE_NVML_STUB", "NVIDIA GeForce RTX 4060|8188|4096|128|8501|8");
        list()->setCurrentIndex(0);
        Q_EMIT list()->activated(0);
        QVERIFY(window_->session().isOnOwnMachine());
        QVERIFY(waitUntil([&] { return window_->session().device().gpu.memoryBytes == std::uint64_t{4096} << 20U; }, 30'000));
        QVERIFY(list()->currentText().contains(QStringLiteral("4.0 GiB free")));
        window_->close();
        QVERIFY(start());
        QVERIFY(window_->session().isOnOwnMachine());
    }

    void withoutACardTheProcessorIsOffered() {
        const FakeMachine fake;
        fake.setMemory(32U << 20U, 20U << 20U);
        useMachine(fake, "");
        QVERIFY(start());
        const QString usual = QString::fromStdString(window_->session().device().gpu.name);
        QVERIFY2(window_->session().ownMachine().contains(QStringLiteral("20.0 GiB")),
                 qPrintable(window_->session().ownMachine()));
        QVERIFY(!window_->session().isOnOwnMachine()); // offered, not chosen: most people ask for a card
        QCOMPARE(list()->currentText(), usual);
        QVERIFY(window_->session().setGpu(window_->session().ownMachine()));
        QVERIFY(window_->session().isOnOwnMachine());
        QCOMPARE(window_->session().device().gpu.memoryBytes, std::uint64_t{20} << 30U);
        QVERIFY(window_->session().device().run.onProcessor);
    }

    void whatToTakeIsSaidAndTaken() {
        const FakeMachine fake;
        fake.setMemory(32U << 20U, 20U << 20U);
        useMachine(fake, "NVIDIA GeForce RTX 4060|8188|7066|128|8501|8");
        QVERIFY(start());
        OfferLine& offer = window_->overviewPage().offer();
        QVERIFY(offer.isHidden());
        window_->open(QString::fromStdString(test::resourceFile("sample").string()));
        Session& session = window_->session();
        QVERIFY(waitUntil([&] { return session.plan() != nullptr && !offer.answer().text().isEmpty(); }, 30'000));
        QVERIFY(!offer.isHidden());
        const QString named = offer.answer().text().section(QLatin1Char(':'), 0, 0);
        QVERIFY2(named.startsWith(QStringLiteral("GGUF ")), qPrintable(named)); // whatever format is looked at
        const QString preset = named.section(QLatin1Char(' '), 1);
        QVERIFY2(std::ranges::any_of(session.presets(), [&](const PlanFacts& facts) { return facts.name == preset; }),
                 qPrintable(offer.answer().text()));
        session.setPreset(QStringLiteral("Q2_K"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q2_K"); }));
        QVERIFY(offer.take().isEnabled());
        offer.take().click();
        QVERIFY(waitUntil([&] { return session.planFacts()->name == preset; }));
        QVERIFY(waitUntil([&] { return !offer.take().isEnabled(); }));
    }

    void aDriverThatHangsHoldsNothingUp() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        useMachine(fake, "hang");
        QVERIFY(start()); // within the time that the driver is given
        QVERIFY(window_->session().ownMachine().contains(QStringLiteral("8.0 GiB")));
    }

private:
    QTemporaryDir settings_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestOwnMachine)
#include "tst_own_machine.moc"
