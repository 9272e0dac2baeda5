// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/companion_files.h"

#include "base/error.h"
#include "base/words.h"
#include "model/vision/image_part.h"
#include "plan/plan.h"

#include <numeric>

namespace quantlathe {
namespace {

Plan plannedAs(std::shared_ptr<const Model> model, const char* preset) {
    PlanDocument document;
    document.preset = preset;
    return makePlan(std::move(model), document);
}

} // namespace

std::uint64_t imagePartBytes(const std::filesystem::path& place) {
    const Checkpoint checkpoint = openCheckpoint(place);
    if (checkpoint.kind() != ContainerKind::gguf) {
        return plannedAs(imagePartOf(*openModel(place)).model, "F16").fileBytes();
    }
    if (checkpoint.metadata().string("general.architecture").value_or("") != "clip") {
        throw badInput(place, say("This is no image part"),
                       say("Its architecture is not clip: the mmproj file of the model is meant."));
    }
    const auto tensors = checkpoint.tensors();
    return std::accumulate(tensors.begin(), tensors.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const TensorInfo& tensor) { return sum + tensor.bytes; });
}

void setDraft(Companions& beside, std::shared_ptr<const Model> model) {
    Plan plan = plannedAs(std::move(model), "COPY");
    beside.draft = std::move(plan.model);
    beside.draftChoices = std::move(plan.choices);
}

} // namespace quantlathe
