// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/norms.h"

#include "runtime/rows.h"

namespace quantlathe {

NormValues valuesOf(const Norm& norm, std::uint64_t width, const WeightSource& source) {
    NormValues values;
    if (norm.gain != nullptr) {
        values.gain.resize(static_cast<std::size_t>(norm.gain->elements()));
        source.rows(*norm.gain, 0, values.gain);
    } else if (norm.isPlain) {
        values.gain.assign(static_cast<std::size_t>(width), 1.0F);
    }
    if (norm.bias != nullptr) {
        values.bias.resize(values.gain.size());
        source.rows(*norm.bias, 0, values.bias);
    }
    return values;
}

void applyNorm(NormKind kind, const NormValues& norm, float epsilon, std::span<const float> x, std::span<float> out) {
    if (kind == NormKind::rms) {
        rmsNorm(x, norm.gain, epsilon, out);
    } else {
        layerNorm(x, norm.gain, norm.bias, epsilon, out);
    }
}

void applyNorm(NormKind kind, const NormValues& norm, float epsilon, ConstMatrix x, Matrix out, const RunContext& context) {
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            applyNorm(kind, norm, epsilon, std::span(x.data + row * x.stride, x.columns),
                      std::span(out.data + row * out.stride, x.columns));
        }
    });
}

ConstMatrix normedRows(const Graph& graph, const NormValues& norm, ConstMatrix x, std::vector<float>& buffer,
                       const RunContext& context) {
    if (!norm) {
        return x;
    }
    const Matrix normed{room(buffer, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    applyNorm(graph.norm, norm, graph.epsilon, x, normed, context);
    return asConst(normed);
}

void normHeads(const HeadNorm& norm, const NormValues& values, float epsilon, std::span<float> heads) {
    if (!values) {
        return;
    }
    const auto width = static_cast<std::size_t>(norm.width);
    const float own = norm.epsilon > 0 ? norm.epsilon : epsilon;
    for (std::size_t at = 0; at < heads.size(); at += width) {
        const std::span<float> head = heads.subspan(at, width);
        const std::span<const float> gain = std::span(values.gain).subspan(values.gain.size() == width ? 0 : at, width);
        if (norm.kind == NormKind::rms) {
            rmsNorm(head, gain, own, head);
        } else {
            layerNorm(head, gain, values.bias, own, head);
        }
    }
}

BlockNorms normsOf(const Graph& graph, const Block& block, const WeightSource& source) {
    BlockNorms norms;
    const auto ofStream = [&](const Norm& norm) { return valuesOf(norm, graph.hidden, source); };
    const auto ofHeads = [&](const HeadNorm& norm) { return valuesOf(norm.norm, norm.width, source); };
    norms.mixer = ofStream(block.mixerNorm);
    norms.postMixer = ofStream(block.postMixerNorm);
    norms.ffn = ofStream(block.ffnNorm);
    norms.postFfn = ofStream(block.postFfnNorm);
    norms.streamBehindMixer = ofStream(block.streamNormBehindMixer);
    norms.streamAgain = ofStream(block.streamNormAgain);
    norms.streamBehindNetwork = ofStream(block.streamNormBehindNetwork);
    if (block.attention) {
        norms.query = ofHeads(block.attention->queryNorm);
        norms.key = ofHeads(block.attention->keyNorm);
        norms.value = ofHeads(block.attention->valueNorm);
        if (block.attention->latent) {
            norms.latent = ofHeads(block.attention->latent->latentNorm);
            norms.latentQuery = ofHeads(block.attention->latent->queryNorm);
            norms.choiceKey =
                block.attention->latent->choice ? ofHeads(block.attention->latent->choice->keyNorm) : NormValues();
        }
    }
    if (block.experts) {
        norms.router = ofStream(block.experts->routerNorm);
        norms.expertsInput = ofStream(block.experts->inputNorm);
        norms.expertsOutput = ofStream(block.experts->outputNorm);
        norms.besideExperts = ofStream(block.experts->besideNorm);
    }
    if (block.layerInput) {
        norms.layerInput = ofStream(block.layerInput->norm);
    }
    if (block.streams) {
        norms.streamRouter = ofStream(block.streams->routerNorm);
        norms.around = ofStream(block.streams->aroundNorm);
    }
    return norms;
}

} // namespace quantlathe
