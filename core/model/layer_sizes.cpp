// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layer_sizes.h"

namespace quantlathe {

std::uint64_t LayerSizes::of(Size size) const {
    const LatentAttention& latent = hyper_.latent;
    const DeltaNet& delta = hyper_.delta;
    const StateSpace& space = hyper_.states;
    const std::uint64_t shared = std::uint64_t{space.groups} * space.states; // of what goes in, and of what goes out
    const std::uint64_t deltaValues = std::uint64_t{delta.valueHeads} * delta.valueSize;
    const std::uint64_t deltaKeys = std::uint64_t{delta.keyHeads} * delta.keySize;
    const std::uint64_t heads = hyper_.heads[layer_];
    const std::uint64_t kvHeads = hyper_.kvHeads[layer_];
    const bool hasOwnSize = layer_ < hyper_.hasWindow.size() && hyper_.hasWindow[layer_];
    const std::uint64_t keyLength = hasOwnSize ? hyper_.windowHeadSize : hyper_.keyLength;
    const std::uint64_t valueLength = hasOwnSize ? hyper_.windowHeadSize : hyper_.valueLength;
    switch (size) {
    case Size::none: return 0;
    case Size::one: return 1;
    case Size::any: return 0; // whoever compares does not look at it
    case Size::hidden: return hyper_.hidden;
    case Size::twiceHidden: return 2 * hyper_.hidden;
    case Size::feedForward: return hyper_.feedForward[layer_];
    case Size::twiceFeedForward: return 2 * hyper_.feedForward[layer_];
    case Size::queryRows: return heads * keyLength;
    case Size::keyRows: return kvHeads * keyLength;
    case Size::valueRows: return kvHeads * valueLength;
    case Size::outputColumns: return heads * valueLength;
    case Size::fusedRows: return (heads + kvHeads) * keyLength + kvHeads * valueLength;
    case Size::keyAndValueRows: return kvHeads * (keyLength + valueLength);
    case Size::headSize: return keyLength;
    case Size::heads: return heads;
    case Size::kvHeads: return kvHeads;
    case Size::perLayerInput: return hyper_.perLayerInput;
    case Size::allPerLayerInputs: return hyper_.perLayerInput * hyper_.layers;
    case Size::gatedQueryRows: return 2 * heads * keyLength;
    case Size::vocabulary: return hyper_.vocabulary;
    case Size::context: return hyper_.contextTokens;
    case Size::experts: return hyper_.experts;
    case Size::expertFeedForward: return hyper_.expertFeedForward;
    case Size::twiceExpertFeedForward: return 2 * hyper_.expertFeedForward;
    case Size::expertRows: return hyper_.experts * hyper_.expertFeedForward;
    case Size::sharedFeedForward: return hyper_.sharedFeedForward;
    case Size::twiceSharedFeedForward: return 2 * hyper_.sharedFeedForward;
    case Size::queryRank: return latent.queryRank;
    case Size::latentRank: return latent.rank;
    case Size::latentRankAndRope: return std::uint64_t{latent.rank} + latent.ropeSize;
    case Size::latentQueryRows: return heads * (std::uint64_t{latent.plainSize} + latent.ropeSize);
    case Size::latentKvRows: return latent.heads * (std::uint64_t{latent.plainSize} + latent.valueSize);
    case Size::latentOutputColumns: return heads * latent.valueSize;
    case Size::indexRows: return std::uint64_t{hyper_.indexer.heads} * hyper_.indexer.headSize;
    case Size::indexHeads: return hyper_.indexer.heads;
    case Size::indexHeadSize: return hyper_.indexer.headSize;
    case Size::deltaRows: return 2 * deltaKeys + deltaValues;
    case Size::deltaGatedRows: return 2 * (deltaKeys + deltaValues);
    case Size::deltaValueRows: return deltaValues;
    case Size::deltaValueHeads: return delta.valueHeads;
    case Size::twiceDeltaValueHeads: return 2 * std::uint64_t{delta.valueHeads};
    case Size::deltaValueSize: return delta.valueSize;
    case Size::stateChannels: return space.channels;
    case Size::twiceStateChannels: return 2 * space.channels;
    case Size::buckets: return hyper_.distanceBuckets;
    case Size::stateInputs: return 2 * (space.channels + shared) + space.heads;
    case Size::stateConvolved: return space.channels + 2 * shared;
    case Size::stateHeads: return space.heads;
    case Size::stateStates: return space.states;
    case Size::stateSelection: return std::uint64_t{space.stepRank} + 2 * std::uint64_t{space.states};
    case Size::stateStepRank: return space.stepRank;
    case Size::expertInputs: return hyper_.expertInput > 0 ? hyper_.expertInput : hyper_.hidden;
    case Size::streams: return hyper_.streams;
    case Size::streamPairs: return std::uint64_t{hyper_.streams} * hyper_.streams;
    case Size::otherStreams: return hyper_.streams == 0 ? 0 : hyper_.streams - 1;
    }
    return 0;
}

} // namespace quantlathe
