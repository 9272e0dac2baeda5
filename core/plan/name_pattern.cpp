// SPDX-License-Identifier: GPL-3.0-or-later
#define PCRE2_CODE_UNIT_WIDTH 8
#include "plan/name_pattern.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <array>
#include <pcre2.h>

namespace quantlathe {
namespace {

constexpr std::size_t longestExpression = 1000;  // bytes
constexpr std::uint32_t deepestParentheses = 50; // parentheses
constexpr std::uint32_t mostSteps = 100'000;     // of one search; names have some tens of bytes
constexpr std::uint32_t mostHeapKibibytes = 1024;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};
using Code = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freed<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;

std::string messageOf(int errorCode) {
    std::array<unsigned char, 256> text{};
    const int length = pcre2_get_error_message(errorCode, text.data(), text.size());
    return length < 0 ? say("error {}", errorCode) : std::string(reinterpret_cast<const char*>(text.data()));
}

PCRE2_SPTR unitsOf(std::string_view text) {
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

} // namespace

struct NamePattern::Compiled {
    Code code;
    MatchContext limits;
};

NamePattern::NamePattern(std::string expression) : expression_(std::move(expression)), compiled_(std::make_unique<Compiled>()) {
    const CompileContext context(pcre2_compile_context_create(nullptr));
    compiled_->limits.reset(pcre2_match_context_create(nullptr));
    if (!context || !compiled_->limits) {
        throw std::bad_alloc();
    }
    pcre2_set_max_pattern_length(context.get(), longestExpression);
    pcre2_set_parens_nest_limit(context.get(), deepestParentheses);
    int errorCode = 0;
    PCRE2_SIZE position = 0;
    compiled_->code.reset(
        pcre2_compile(unitsOf(expression_), expression_.size(), PCRE2_NEVER_UTF, &errorCode, &position, context.get()));
    if (!compiled_->code) {
        throw badInput({}, say("The regular expression {} is not valid", escapeForDisplay(expression_)),
                       say("At character {}: {}.", position + 1, messageOf(errorCode)));
    }
    pcre2_set_match_limit(compiled_->limits.get(), mostSteps);
    pcre2_set_depth_limit(compiled_->limits.get(), mostSteps);
    pcre2_set_heap_limit(compiled_->limits.get(), mostHeapKibibytes);
}

NamePattern::~NamePattern() = default;
NamePattern::NamePattern(NamePattern&&) noexcept = default;
NamePattern& NamePattern::operator=(NamePattern&&) noexcept = default;

bool NamePattern::foundIn(std::string_view name) const {
    const MatchData data(pcre2_match_data_create(1, nullptr));
    if (!data) {
        throw std::bad_alloc();
    }
    const int result =
        pcre2_match(compiled_->code.get(), unitsOf(name), name.size(), 0, 0, data.get(), compiled_->limits.get());
    if (result == PCRE2_ERROR_NOMATCH) {
        return false;
    }
    if (result < 0) {
        throw badInput({}, say("The regular expression {} cannot be searched for", escapeForDisplay(expression_)),
                       say("In {}: {}. Write it without nested repetitions.", escapeForDisplay(name), messageOf(result)));
    }
    return true;
}

} // namespace quantlathe
