// SPDX-License-Identifier: GPL-3.0-or-later
// Sensitivities that planning measures by itself where nobody has measured any (docs/planning.md): bands, one error, few
// tokens; and those that it uses once somebody had them measured.
#pragma once

#include "measure/sensitivity_probe.h"

#include <memory>
#include <optional>

namespace quantlathe {

/// Less than a minute on two processor cores with AVX2. A limit in work and not in seconds, so that the same command makes the
/// same plan on every machine.
inline constexpr double mostQuickMultiplyAdds = 4e12;

struct QuickProbes {
    ProbeRequest request;
    double multiplyAdds = 0; // of all products
};

/// What would be measured, on the beginning of the text that comes with the program: as many tokens as `mostMultiplyAdds`
/// allow, 2 048 at the most. Nothing where 512 of them cost more, the model cannot be run or has no tokenizer, the errors of
/// `table` are not measured, or its format has no encoding that could disturb single rows. Reads the text; throws when it is
/// missing.
[[nodiscard]] std::optional<QuickProbes> quickProbes(std::shared_ptr<const CandidateTable> table,
                                                     double mostMultiplyAdds = mostQuickMultiplyAdds);

/// The probes' table with the sensitivities that they give. Errors, progress, cache: as measureSensitivity().
[[nodiscard]] std::shared_ptr<const CandidateTable> withQuickSensitivity(const QuickProbes& probes, const RunContext& context);

/// Everything that is worth measuring, however long it takes: what `quantlathe-cli sensitivity` does without options. Throws
/// where the model cannot be run or has no tokenizer.
[[nodiscard]] ProbeRequest thoroughProbes(std::shared_ptr<const CandidateTable> table);

/// The table with the sensitivities that measureSensitivity() gave for the probes.
[[nodiscard]] std::shared_ptr<const CandidateTable> withMeasured(const ProbeRequest& probes,
                                                                 const SensitivityMeasurement& measurement);

/// The table with thorough sensitivities, if all of them were measured before; nullptr if not, or if they cannot be.
[[nodiscard]] std::shared_ptr<const CandidateTable> withKnownSensitivity(std::shared_ptr<const CandidateTable> table,
                                                                         const RunContext& context);

} // namespace quantlathe
