// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli verify: is a converted file whole, and would a program load it?
#include "base/text.h"
#include "command.h"
#include "consumers/consumer.h"
#include "convert/job.h"
#include "hub_option.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <memory>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr std::string_view everyConsumer = "all";

struct VerifyArguments {
    std::string file;
    std::vector<std::string> consumers; // empty: look at every block instead
};

void verifyBlocks(Session& session, const std::string& file) {
    const std::size_t tensors = verifyFile(file, session.threads(), session.progress(), session.cancelToken());
    if (session.wantsJson()) {
        session.printJson(Json{{"file", jsonText(file)}, {"valid", true}, {"tensors", tensors}});
    } else {
        session.printText(fmt::format("{}: valid, {} tensors\n", escapeForDisplay(file), tensors));
    }
}

Json verdictJson(const ConsumerVerdict& verdict) {
    Json findings = Json::array();
    for (const ConsumerFinding& finding : verdict.findings) {
        findings.push_back({{"verdict", name(finding.loads)}, {"text", jsonText(finding.text)}});
    }
    const Consumer& consumer = *verdict.consumer;
    return {{"consumer", consumer.id},
            {"title", consumer.title},
            {"version", consumer.version.empty() ? Json() : Json(consumer.version)},
            {"facts", consumer.month},
            {"verdict", name(verdict.loads())},
            {"findings", std::move(findings)}};
}

/// "vLLM 0.32: loads (facts of 2026-11)" and a line for each reason.
std::string verdictText(const ConsumerVerdict& verdict, const Terminal& screen) {
    const Consumer& consumer = *verdict.consumer;
    const auto word = [&](Loads loads) {
        switch (loads) {
        case Loads::yes: return screen.styled("loads", Style::good);
        case Loads::withCaveat: return screen.styled("loads with a caveat", Style::caution);
        case Loads::no: break;
        }
        return screen.styled("does not load", Style::bad);
    };
    const auto mark = [](Loads loads) {
        return loads == Loads::yes ? "needs" : loads == Loads::withCaveat ? "caveat" : "reason";
    };
    std::string text = fmt::format("{}{}{}: {} (facts of {})\n", consumer.title, consumer.version.empty() ? "" : " ",
                                   consumer.version, word(verdict.loads()), consumer.month);
    for (const ConsumerFinding& finding : verdict.findings) {
        text += fmt::format("  {}: {}.\n", mark(finding.loads), finding.text);
    }
    return text;
}

void verifyAs(Session& session, const VerifyArguments& arguments) {
    const WrittenModel model = readWrittenModel(arguments.file);
    std::vector<ConsumerVerdict> verdicts;
    for (const std::string& name : arguments.consumers) {
        if (name == everyConsumer) {
            std::ranges::move(askConsumers(model), std::back_inserter(verdicts));
        } else {
            verdicts.push_back(askConsumer(*consumerByName(name), model));
        }
    }
    if (session.wantsJson()) {
        Json all = Json::array();
        std::ranges::transform(verdicts, std::back_inserter(all), verdictJson);
        session.printJson(Json{{"file", jsonText(arguments.file)}, {"consumers", std::move(all)}});
    } else {
        std::string text;
        for (const ConsumerVerdict& verdict : verdicts) {
            text += verdictText(verdict, session.screen());
        }
        session.printText(text);
    }
    const bool isAboutAll = std::ranges::find(arguments.consumers, everyConsumer) != arguments.consumers.end();
    const bool isLoadedAnywhere =
        std::ranges::any_of(verdicts, [](const ConsumerVerdict& verdict) { return verdict.loads() != Loads::no; });
    std::vector<std::string_view> refusing;
    for (const ConsumerVerdict& verdict : verdicts) {
        if (verdict.loads() == Loads::no) {
            refusing.push_back(verdict.consumer->title);
        }
    }
    if (!refusing.empty() && !(isAboutAll && isLoadedAnywhere)) {
        throw Error(ErrorKind::failed, fmt::format("Not loaded by {}", fmt::join(refusing, ", ")));
    }
}

} // namespace

Command addVerify(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("verify", "Read a converted file back and check every block");
    const auto arguments = std::make_shared<VerifyArguments>();
    command->add_option("FILE", arguments->file, "A converted file or folder")->required();
    std::vector<std::string> names;
    std::ranges::transform(consumers(), std::back_inserter(names), [](const Consumer& each) { return std::string(each.id); });
    names.emplace_back(everyConsumer);
    command
        ->add_option("--as", arguments->consumers,
                     "Say whether a program would load it, by headers and configuration alone (repeatable)")
        ->check(CLI::IsMember(names))
        ->allow_extra_args(false);
    const auto work = [arguments](Session& session) {
        requireModelHere(arguments->file);
        arguments->consumers.empty() ? verifyBlocks(session, arguments->file) : verifyAs(session, *arguments);
    };
    return {command, work};
}

} // namespace quantlathe::cli
