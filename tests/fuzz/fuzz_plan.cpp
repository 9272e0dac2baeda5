// SPDX-License-Identifier: GPL-3.0-or-later
// plan.json: whatever is accepted survives writing and reading, and its expressions end.
#include "fuzz_support.h"
#include "plan/name_pattern.h"
#include "plan/plan.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const PlanDocument document = parsePlan({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "fuzz.json");
        const std::string json = planJson(document);
        fuzz::require(parsePlan(json, "fuzz.json") == document);
        fuzz::require(planJson(parsePlan(json, "fuzz.json")) == json);
        for (const PlanRule& rule : document.rules) {
            fuzz::require(rule.glob || rule.regex || rule.role || rule.layers);
            if (rule.regex) {
                static_cast<void>(NamePattern(*rule.regex).foundIn("blk.17.ffn_down_exps.weight"));
            }
        }
    });
}
