// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/pass_trial.h"

#include "base/words.h"

#include <algorithm>
#include <chrono>

namespace quantlathe {

double tryPass(ForwardPass& pass, ThreadArena& arena, const CancelToken& cancel) {
    std::uint64_t done = 0;
    Progress progress([&](const ProgressState& state) { done = state.done; }, std::chrono::milliseconds(0));
    const RunContext context{arena, progress, cancel};
    pass.embed(context);
    progress.start(say("Trying"), pass.workUnits());
    const auto start = std::chrono::steady_clock::now();
    pass.runNextLayer(context);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    progress.finish();
    return seconds * static_cast<double>(pass.workUnits()) / static_cast<double>(std::max<std::uint64_t>(done, 1));
}

} // namespace quantlathe
