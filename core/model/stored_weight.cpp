// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/stored_weight.h"

#include "model/tensor_names.h"

#include <utility>

namespace quantlathe {

Weight weightAsStored(const Checkpoint& checkpoint, std::size_t tensor) {
    const TensorInfo& stored = checkpoint.tensors()[tensor];
    Weight weight;
    weight.name = stored.name;
    weight.sourceName = stored.name;
    weight.tensors = {tensor};
    weight.isBias = stored.name.ends_with(".bias");
    weight.layer = layerInName(stored.name);
    weight.storedType = stored.type;
    weight.shape = stored.shape;
    return weight;
}

Weight layerAsStored(const Checkpoint& checkpoint, const Weight& weight, std::size_t tensor) {
    Weight layer = weightAsStored(checkpoint, tensor);
    if (weight.isStoredTransposed() && layer.shape.size() == 2) {
        layer.transform = transposedMatrix();
        std::swap(layer.shape[0], layer.shape[1]);
    }
    return layer;
}

} // namespace quantlathe
