// SPDX-License-Identifier: GPL-3.0-or-later
// Mixes for a machine and a speed: bounds are kept as estimates see the whole plan, prices say which of them bind, refusals say
// what can be had.
#include "base/resources.h"
#include "plan/explanation.h"
#include "plan/planner.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>

using namespace quantlathe;

namespace {

constexpr HostMemory ddr5{.bytes = 32'000'000'000, .bytesPerSecond = 89.6e9};

/// Qwen3 30B A3B: of 128 experts a token reads 8.
test::LlamaShape qwen30B() {
    return {.layers = 48,
            .hidden = 2048,
            .feedForward = 768,
            .heads = 32,
            .kvHeads = 4,
            .headSize = 128,
            .vocabulary = 151936,
            .contextTokens = 32768,
            .experts = 128,
            .expertsUsed = 8};
}

std::shared_ptr<const CandidateTable> nominalTable(std::shared_ptr<const Model> model) {
    CandidateRequest request;
    request.sensitivity = priorSensitivity(*model, false);
    request.model = std::move(model);
    request.format = formatById("gguf");
    request.errors = ErrorSource::nominal;
    ThreadArena arena(2);
    Progress progress;
    const CancelToken cancel;
    return std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena, progress, cancel));
}

const PlanLimit* limitOf(const PlannedMix& mix, PlanLimit::Of of) {
    const auto& limits = mix.plan.document.machine.limits;
    const auto found = std::ranges::find(limits, of, &PlanLimit::of);
    return found == limits.end() ? nullptr : &*found;
}

std::string refusalOf(const Planner& planner, const MachineBudget& budget) {
    const auto error = test::errorOf([&] { static_cast<void>(planner.best(budget)); });
    return error && error->kind() == ErrorKind::badInput ? error->title() + " | " + error->detail() : std::string("no error");
}

} // namespace

class TestPlannerMachine : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QTemporaryDir expertsFolder_;
    std::shared_ptr<const CandidateTable> dense_;
    std::shared_ptr<const CandidateTable> experts_;
    std::vector<Gpu> gpus_;

    [[nodiscard]] MachineBudget budgetFor(std::string_view gpu, double tokensPerSecond) const {
        MachineBudget budget;
        budget.cards = {*findGpu(gpus_, gpu)};
        budget.host = ddr5;
        budget.run.contextTokens = 16384;
        budget.tokensPerSecond = tokensPerSecond;
        return budget;
    }

private slots:
    void initTestCase() {
        gpus_ = readGpus(resourcePath("hardware/gpus.json"));
        dense_ = nominalTable(test::llamaModel(folder_, test::llama8B()));
        experts_ = nominalTable(test::llamaModel(expertsFolder_, qwen30B()));
    }

    void memoryAndSpeedAreKept() {
        const Planner planner(dense_);
        double lossBefore = -1;
        for (const double speed : {5.0, 8.0, 12.0, 20.0, 30.0}) {
            const MachineBudget budget = budgetFor("RTX 4060 8 GB", speed);
            const PlannedMix mix = planner.best(budget);
            QVERIFY(mix.placement && mix.placement->speed.middle() >= speed);
            QVERIFY(mix.placement->fit == Fit::fits || mix.placement->fit == Fit::tight);
            QVERIFY(mix.placement->cards[0].freeBytes() >= 0);
            QVERIFY2(mix.prediction.kl >= lossBefore, qPrintable(QString::number(speed))); // more speed costs quality
            lossBefore = mix.prediction.kl;
            const PlanLimit* const limit = limitOf(mix, PlanLimit::Of::speed);
            QVERIFY(limit != nullptr && limit->used <= limit->most);
            // Nothing better is left: the time that may be used is used, or memory binds.
            const PlanLimit* const card = limitOf(mix, PlanLimit::Of::card);
            QVERIFY(card != nullptr);
            QVERIFY2(limit->multiplier > 0 || card->multiplier > 0, qPrintable(QString::number(speed)));
            if (limit->multiplier > 0) {
                QVERIFY2(limit->used > 0.97 * limit->most, qPrintable(QString("%1 of %2").arg(limit->used).arg(limit->most)));
            }
            QVERIFY(mix.gap < 0.02);
        }
    }

    /// Experts are read rarely: where time is short a byte of what every token reads is dear, where room is short all are
    /// alike.
    void timeAndRoomAskForDifferentMixes() {
        const Planner planner(experts_);
        MachineBudget slow = budgetFor("RTX 4060 8 GB", 1);
        slow.fileBytes = 15'000'000'000;
        const PlannedMix room = planner.best(slow);
        const PlanLimit* const file = limitOf(room, PlanLimit::Of::file);
        QVERIFY(file != nullptr && file->multiplier > 0 && file->used <= file->most);
        MachineBudget quick = slow;
        quick.tokensPerSecond = room.placement->speed.middle() * 1.15;
        const PlannedMix time = planner.best(quick);
        QVERIFY(time.placement->speed.middle() >= quick.tokensPerSecond);
        QVERIFY(limitOf(time, PlanLimit::Of::speed)->multiplier > 0);
        QVERIFY(time.prediction.kl > room.prediction.kl);
        // A byte of the file is worth the same everywhere, unless memory binds, too; a millisecond is not.
        const auto dearness = [&](const PlannedMix& mix, double of) {
            const Weight& everyToken = *experts_->model->find("blk.47.attn_q.weight");
            const Weight& expert = *experts_->model->find("blk.0.ffn_up_exps.weight");
            return mix.prices.at(&everyToken) / mix.prices.at(&expert) / of;
        };
        QVERIFY2(dearness(time, dearness(room, 1)) > 1.5, qPrintable(QString::number(dearness(time, dearness(room, 1)))));
    }

    void severalCardsAndNone() {
        const Planner planner(dense_);
        MachineBudget two = budgetFor("RTX 3060 12 GB", 15);
        two.cards.push_back(*findGpu(gpus_, "RTX 4060 8 GB"));
        const PlannedMix onTwo = planner.best(two);
        QVERIFY(onTwo.placement->speed.middle() >= 15);
        const PlannedMix onOne = planner.best(budgetFor("RTX 3060 12 GB", 15));
        QVERIFY(onTwo.prediction.kl <= onOne.prediction.kl);
        MachineBudget none = budgetFor("RTX 4060 8 GB", 8);
        none.cards.clear();
        const PlannedMix onHost = planner.best(none);
        QVERIFY(onHost.placement->isOnHostAlone() && onHost.placement->speed.middle() >= 8);
        QVERIFY(limitOf(onHost, PlanLimit::Of::card) == nullptr);
    }

    void explanationsCountRoomAndTime() {
        const Planner planner(dense_);
        const PlannedMix mix = planner.best(budgetFor("RTX 4060 8 GB", 12));
        QVERIFY(!mix.prices.empty());
        const Weight& weight = *dense_->model->find("blk.3.ffn_down.weight");
        const Explanation told = explain(mix.plan, &planner, true, weight, &mix.prices);
        QCOMPARE(told.price->price, mix.prices.at(&weight));
        QVERIFY(told.price->price > 0);
        QVERIFY(told.origin.sentence.find("memory and speed") != std::string::npos);
    }

    void refusalsSayWhatCanBeHad() {
        const Planner planner(dense_);
        const std::string slow = refusalOf(planner, budgetFor("RTX 4060 8 GB", 500));
        QVERIFY2(slow.find("makes 500 tokens/s on RTX 4060 8 GB with 16 384 tokens") != std::string::npos, slow.c_str());
        // What it says can be asked for.
        const std::size_t at = slow.find("ask for ");
        QVERIFY2(at != std::string::npos, slow.c_str());
        const double reachable = std::stod(slow.substr(at + 8));
        const PlannedMix quickest = planner.best(budgetFor("RTX 4060 8 GB", reachable));
        QVERIFY(quickest.placement->speed.middle() >= reachable);
        QVERIFY(refusalOf(planner, budgetFor("RTX 4060 8 GB", reachable * 1.2)) != "no error");

        MachineBudget small = budgetFor("RTX 4060 8 GB", 1);
        small.fileBytes = 1'000'000'000;
        const std::string tooSmall = refusalOf(planner, small);
        QVERIFY2(tooSmall.find("is too small for this model") != std::string::npos, tooSmall.c_str());
        MachineBudget little = budgetFor("RTX 4060 8 GB", 0);
        little.cards.clear();
        little.host.bytes = 2'000'000'000;
        const std::string noRoom = refusalOf(planner, little);
        QVERIFY2(noRoom.find("No plan of this model fits main memory") != std::string::npos, noRoom.c_str());
        MachineBudget unknown = budgetFor("RTX 4060 8 GB", 5);
        unknown.cards.clear();
        unknown.host.bytesPerSecond = 0;
        const std::string speedUnknown = refusalOf(planner, unknown);
        QVERIFY2(speedUnknown.find("How fast this model would run is not known") != std::string::npos, speedUnknown.c_str());
    }

    void thePlanKeepsItsBounds() {
        const Planner planner(dense_);
        MachineBudget budget = budgetFor("RTX 4060 8 GB", 12);
        budget.run.kv = KvType::q8_0;
        const PlannedMix mix = planner.best(budget);
        const PlanDocument document = mix.plan.explicitDocument();
        QCOMPARE(document.machine.contextTokens, std::uint64_t{16384});
        QCOMPARE(document.machine.kvType, std::string("q8_0"));
        QVERIFY(parsePlan(planJson(document)).machine == document.machine);
        QVERIFY(planJson(document).find("nats_per_millisecond") != std::string::npos);
        // A plan with bounds makes the same choices anywhere.
        const Plan again = makePlan(dense_->model, parsePlan(planJson(document)));
        QVERIFY(std::ranges::equal(again.choices, mix.plan.choices, {}, &Choice::encoding, &Choice::encoding));
    }
};

QTEST_GUILESS_MAIN(TestPlannerMachine)
#include "tst_planner_machine.moc"
