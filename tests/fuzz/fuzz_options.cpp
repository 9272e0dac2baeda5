// SPDX-License-Identifier: GPL-3.0-or-later
// The small languages of the command line: every line of the input is given to all of them. REGEX=TYPE is also what a
// --tensor-type-file holds.
#include "base/error.h"
#include "formats/output_options.h"
#include "fuzz_support.h"
#include "output_options.h"
#include "plan/name_pattern.h"
#include "plan/rules.h"
#include "plan_options.h"
#include "planner_options.h"

#include <algorithm>

using namespace quantlathe;

namespace {

/// Refusing is fine if it says what is wrong and what would be right.
template <class Work>
void allowRefusal(Work work) {
    try {
        work();
    } catch (const Error& error) {
        fuzz::require(error.exitCode() == 2 && !error.title().empty() && !error.detail().empty());
    }
}

void resolve(const PlanRule& rule) {
    fuzz::require(rule.glob || rule.regex || rule.role || rule.layers);
    PlanDocument document;
    document.preset = "Q8_0";
    document.rules = {rule};
    fuzz::require(parsePlan(planJson(document)).rules == document.rules);
    for (const Format* const format : formats()) {
        allowRefusal([&] {
            Weight weight;
            weight.name = "blk.17.ffn_down_exps.weight";
            static_cast<void>(ResolvedRule(rule, *format).matches(weight));
        });
    }
}

void takeLine(const std::string& line) {
    allowRefusal([&] { resolve(ruleFromTensorTypeOption(line)); });
    allowRefusal([&] { resolve(cli::ruleFromOption(line)); });
    allowRefusal([&] { check(overrideFromOption(line)); });
    allowRefusal([&] { fuzz::require(splitSizeFromOption(line) > 0); });
    allowRefusal([&] { fuzz::require(cli::bytesFromOption(line) > 0); });
    allowRefusal([&] { static_cast<void>(cli::effortFromOption(line)); });
    allowRefusal([&] {
        OutputOptions options;
        cli::OutputFlags flags;
        flags.prunedLayers = line;
        cli::applyOutputFlags(flags, options);
        fuzz::require(std::ranges::is_sorted(options.prunedLayers));
    });
    allowRefusal([&] {
        OutputOptions options;
        cli::PlanOptions given;
        given.familyOptions = {line};
        cli::applyFamilyOptions(given, options);
        fuzz::require(options.family.size() == 1);
    });
    allowRefusal([&] {
        cli::BudgetOptions budget;
        budget.gpu = line;
        const CancelToken cancel;
        cli::Session session(cli::CommonOptions(), cancel);
        static_cast<void>(cli::budgetFrom(session, budget));
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = fuzz::textOf(std::as_bytes(std::span(data, size)));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        takeLine(std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return 0;
}
