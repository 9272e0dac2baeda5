// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli recommend: what to take for some cards or for this machine (docs/estimates.md, "What to take").
#include "plan/recommend.h"

#include "base/error.h"
#include "base/text.h"
#include "beside_options.h"
#include "command.h"
#include "estimate/command_lines.h"
#include "estimate_report.h"
#include "hardware_options.h"
#include "model_option.h"
#include "planner_options.h"
#include "planner_text.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <utility>

namespace quantlathe::cli {
namespace {

constexpr std::uint64_t usualContext = 16384;

struct RecommendArguments {
    std::string model;
    ModelOptions understanding;
    HardwareOptions hardware;
    BesideOptions beside;
    std::string imatrix;
    LossOptions losses{.sensitivity = {}, .noMeasuring = false, .errors = "nominal", .calibration = {}}; // an answer at once
    std::string kv;                                                                                      // empty: searched
    std::uint64_t context = 0;
    std::uint32_t sequences = 1;
    std::optional<double> minSpeed;
};

RunSettings settingsFor(const Model& model, const RecommendArguments& options) {
    const std::uint64_t trained = model.hyper().contextTokens;
    RunSettings run;
    run.sequences = options.sequences;
    run.hasDesktop = !options.hardware.noDesktop;
    run.contextTokens = options.context > 0 ? options.context : trained == 0 ? usualContext : std::min(usualContext, trained);
    if (!options.kv.empty()) {
        run.kv = *kvTypeFromName(options.kv);
    }
    return run;
}

/// The offers beside the best, with what leads to them.
std::vector<std::pair<std::string_view, const Offer*>> alternativesOf(const Recommendation& found) {
    std::vector<std::pair<std::string_view, const Offer*>> all;
    const std::string_view further = found.stepUp ? "Two steps up" : "Two steps down";
    for (const auto& [title, offer] :
         {std::pair<std::string_view, const std::optional<Offer>&>{"One step up", found.stepUp},
          std::pair<std::string_view, const std::optional<Offer>&>{"One step down", found.stepDown},
          std::pair<std::string_view, const std::optional<Offer>&>{further, found.furtherStep}}) {
        if (offer) {
            all.emplace_back(title, &*offer);
        }
    }
    return all;
}

std::string commandOf(const Offer& offer, RunSettings run, const Hardware& hardware) {
    run.kv = offer.kv;
    return llamaCppCommand(offer.placement, run, fmt::format("MODEL-{}.gguf", offer.preset->name),
                           hardware.machine ? hardware.machine->threads : 0);
}

Json offerJson(const Offer& offer, const RunSettings& run, const Hardware& hardware) {
    const auto speed = offer.tokensPerSecond();
    return {{"preset", offer.preset->name},
            {"kv_type", name(offer.kv)},
            {"sentence", jsonText(sentence(offer, run))},
            {"file_bytes", offer.fileBytes},
            {"bits_per_weight", jsonNumber(offer.bitsPerWeight)},
            {"predicted_kl", jsonNumber(offer.kl)},
            {"weights", predictionJson(offer.prediction)},
            {"tokens_per_second", speed ? jsonNumber(*speed) : Json(nullptr)},
            {"placement", placementJson(offer.placement)},
            {"command", jsonText(commandOf(offer, run, hardware))}};
}

Json recommendationJson(const Model& model, const Recommendation& found, const RunSettings& run, const Hardware& hardware,
                        const RecommendArguments& options) {
    Json alternatives = Json::array();
    for (const auto& [title, offer] : alternativesOf(found)) {
        Json entry = offerJson(*offer, run, hardware);
        entry["step"] = title == "One step up"     ? "up"
                        : title == "One step down" ? "down"
                        : found.stepUp             ? "further_up"
                                                   : "further_down";
        alternatives.push_back(std::move(entry));
    }
    Json cards = Json::array();
    std::ranges::transform(hardware.cards, std::back_inserter(cards), gpuJson);
    return {{"model", jsonText(model.name())},
            {"context_tokens", run.contextTokens},
            {"sequences", run.sequences},
            {"min_tokens_per_second", options.minSpeed ? jsonNumber(*options.minSpeed) : Json(nullptr)},
            {"cards", std::move(cards)},
            {"main_memory", hostJson(hardware.host)},
            {"machine", hardware.machine ? machineJson(*hardware.machine) : Json(nullptr)},
            {"recommendation", found.best ? offerJson(*found.best, run, hardware) : Json(nullptr)},
            {"alternatives", std::move(alternatives)},
            {"why_nothing", found.best ? Json(nullptr) : Json(jsonText(found.whyNothing))}};
}

std::string recommendationText(const Model& model, const Recommendation& found, const RunSettings& run,
                               const Hardware& hardware, const Terminal& screen) {
    std::vector<std::pair<std::string, std::string>> facts{{"Model", escapeForDisplay(model.name())}};
    std::ranges::move(hardwareFacts(hardware), std::back_inserter(facts));
    std::string text = factLines(facts, screen) + "\n";
    if (!found.best) {
        return text + fmt::format("Nothing to recommend: {}.\n", found.whyNothing);
    }
    text += screen.styled(sentence(*found.best, run) + ".", Style::strong) + "\n";
    if (found.isTight) {
        text += "Nothing leaves 1 GiB free: close what else uses the memory.\n";
    }
    for (const auto& [title, offer] : alternativesOf(found)) {
        text += fmt::format("{}: {}.\n", title, sentence(*offer, run));
    }
    return text + "\n" + commandOf(*found.best, run, hardware) + "\n";
}

void recommendFor(Session& session, const RecommendArguments& options) {
    if (!options.hardware.isGiven()) {
        throw badInput({}, "Recommend for which machine?", "Give --this-machine, or --gpu NAME, or --ram SIZE.");
    }
    const auto model = modelFromOptions(session, options.model, options.understanding);
    const auto importance =
        options.imatrix.empty() ? nullptr : std::make_shared<const ImportanceMatrix>(readImportanceMatrix(options.imatrix));
    PlanDocument base; // GGUF: what the other formats' programs make of bandwidth is unknown
    if (const auto reason = formatById(base.format)->whyNot(*model)) {
        throw badInput(options.model, fmt::format("This model cannot become {}", formatById(base.format)->title()),
                       *reason + ".");
    }
    const auto table = candidatesFor(session, model, importance, base, options.losses);
    const Hardware hardware = hardwareFrom(session, options.hardware);
    RecommendRequest request;
    request.table = table.get();
    request.run = settingsFor(*model, options);
    request.run.beside = companionsFrom(session, options.beside, *model, request.run.runtime);
    request.fixedKv = !options.kv.empty();
    request.cards = hardware.cards;
    request.host = hardware.host;
    request.minTokensPerSecond = options.minSpeed;
    const Recommendation found = recommend(request, session.cancelToken());
    if (session.wantsJson()) {
        session.printJson(recommendationJson(*model, found, request.run, hardware, options));
    } else {
        session.printText(recommendationText(*model, found, request.run, hardware, session.screen()));
    }
}

} // namespace

Command addRecommend(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("recommend", "Say which preset to take for this machine or for a card");
    const auto options = std::make_shared<RecommendArguments>();
    command->add_option("MODEL", options->model, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    addTieOutput(*command, options->understanding);
    addHardwareOptions(*command, options->hardware);
    addBesideOptions(*command, options->beside);
    command->add_option("--context", options->context, "Tokens of context (default: 16384 or what the model was trained for)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32U))
        ->type_name("N");
    command->add_option("--sequences", options->sequences, "Parallel slots, each with the full context")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    command->add_option("--min-speed", options->minSpeed, "At least so many tokens a second")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command->add_option("--kv", options->kv, "Type of the KV cache: f16, bf16, q8_0, q5_1 or q4_0 (default: what serves best)")
        ->check(CLI::IsMember({"f16", "bf16", "q8_0", "q5_1", "q4_0"}))
        ->type_name("TYPE");
    command->add_option("--imatrix", options->imatrix, "Importance matrix, for presets that need one")->type_name("FILE");
    addLossOptions(*command, options->losses);
    return {command, [options](Session& session) { recommendFor(session, *options); }};
}

} // namespace quantlathe::cli
