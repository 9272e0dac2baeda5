// SPDX-License-Identifier: GPL-3.0-or-later
// What recurrences and convolutions in place of attention look like: sizes and variants, no weights. Value types.
#pragma once

#include <cstdint>
#include <limits>

namespace quantlathe {

/// Gated delta rule (Yang, Kautz, Hatamizadeh 2024, "Gated Delta Networks"): every head of values keeps a matrix
/// keySize × valueSize that forgets, and that each token corrects where its key points.
struct DeltaShape {
    std::uint32_t keyHeads = 0;
    std::uint32_t valueHeads = 0; // a multiple of keyHeads
    std::uint32_t keySize = 0;
    std::uint32_t valueSize = 0;
    bool tilesValueHeads = false; // value head i uses key head i mod keyHeads, else ⌊i · keyHeads / valueHeads⌋
    bool pairsPaces = false;      // strengths and paces lie side by side for every key head, else for all value heads
    float epsilon = 0;            // of the norm of a head's outputs

    [[nodiscard]] std::uint64_t keyWidth() const { return std::uint64_t{keyHeads} * keySize; }
    [[nodiscard]] std::uint64_t width() const { return std::uint64_t{valueHeads} * valueSize; }
    /// Queries, keys and values.
    [[nodiscard]] std::uint64_t convolved() const { return 2 * keyWidth() + width(); }
    /// Columns of an input row: queries | keys | values | gates | strengths and paces.
    [[nodiscard]] std::uint64_t inputs() const { return convolved() + width() + 2 * std::uint64_t{valueHeads}; }
};

/// Kimi delta attention (Kimi Team 2025, "Kimi Linear: An Expressive, Efficient Attention Architecture"): as the gated delta
/// rule, where every channel of a key forgets at its own pace. Paces and gates go through narrow rows.
struct ChannelDeltaShape {
    std::uint32_t heads = 0;
    std::uint32_t size = 0; // of a head, for keys and values, and of the narrow rows
    float epsilon = 0;      // of the norm of a head's outputs

    [[nodiscard]] std::uint64_t width() const { return std::uint64_t{heads} * size; }
    /// Columns of an input row: queries | keys | values | strengths | narrow rows of paces | of gates.
    [[nodiscard]] std::uint64_t inputs() const { return 3 * width() + heads + 2 * std::uint64_t{size}; }
};

/// Where the gate stands to the norm of a scan's outputs, which takes the channels of a group together.
enum class ScanNorm { none, behindGate, beforeGate };

/// Mamba-2 (Dao, Gu 2024, "Transformers are SSMs"): a head is some channels that share a pace; each keeps `states` states.
struct HeadScanShape {
    std::uint32_t heads = 0; // a multiple of groups
    std::uint32_t headSize = 0;
    std::uint32_t groups = 0; // of heads that share what enters the states and what is read from them
    std::uint32_t states = 0;
    float shortestStep = 0;
    ScanNorm norm = ScanNorm::none;
    float epsilon = 0;

    /// Channels.
    [[nodiscard]] std::uint64_t width() const { return std::uint64_t{heads} * headSize; }
    [[nodiscard]] std::uint64_t shared() const { return std::uint64_t{groups} * states; }
    /// Channels, what enters, what is read.
    [[nodiscard]] std::uint64_t convolved() const { return width() + 2 * shared(); }
    /// Columns of an input row: gates | channels | what enters (B) | what is read (C) | paces of heads.
    [[nodiscard]] std::uint64_t inputs() const { return width() + convolved() + heads; }
};

/// PLaMo 2: heads as in Mamba-2, for which each token selects paces, what enters and what is read as in Mamba.
struct SelectedHeadScanShape {
    HeadScanShape scan; // of one group
    std::uint32_t stepRank = 0;
    float epsilon = 0; // of the norms of what is selected

    /// Of what each token selects: what enters (B) | what is read (C) | paces before their matrix.
    [[nodiscard]] std::uint64_t selected() const { return 2 * std::uint64_t{scan.states} + stepRank; }
    /// Columns of an input row: of each head gates | channels.
    [[nodiscard]] std::uint64_t inputs() const { return 2 * scan.width(); }
};

/// Mamba (Gu, Dao 2023, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces"): every channel has its own pace.
struct ChannelScanShape {
    std::uint64_t width = 0; // channels
    std::uint32_t states = 0;
    std::uint32_t stepRank = 0;
    bool normsSelection = false; // the three parts of what is selected are normed (FalconMamba, Jamba)
    float epsilon = 1e-6F;       // of these norms, as FalconMamba's class has it

    /// Of what each token selects: paces before their matrix | what enters (B) | what is read (C).
    [[nodiscard]] std::uint64_t selected() const { return stepRank + 2 * std::uint64_t{states}; }
};

/// A convolution over a few tokens with a factor in front of it and one behind (LFM2).
struct ShortConvolutionShape {
    std::uint64_t width = 0; // channels
};

} // namespace quantlathe
