// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/theme.h"

#include <algorithm>
#include <cmath>
#include <QApplication>

namespace quantlathe::ui {

namespace {

QColor rgb(unsigned value) {
    return QColor::fromRgb(value);
}

Theme makeLight() {
    Theme t;
    t.isDark = false;
    t.window = rgb(0xF2F3F6), t.surface = rgb(0xFFFFFF), t.rowHover = rgb(0xF8F9FB), t.header = rgb(0xEDEFF3);
    t.border = rgb(0xD5D9E0), t.control = rgb(0x838B98), t.grid = rgb(0xE7EAEE), t.track = rgb(0xE4E7EC);
    t.text = rgb(0x1A1E25), t.textSecondary = rgb(0x505966), t.disabled = rgb(0x8C939E), t.axis = rgb(0x646D7A);
    t.accent = rgb(0x4845C2), t.accentHover = rgb(0x3735A3), t.onAccent = rgb(0xFFFFFF), t.accentTint = rgb(0xE6E5FA);
    t.ok = rgb(0x176B45), t.okTint = rgb(0xDFF3E8), t.warn = rgb(0x7A4D00), t.warnTint = rgb(0xFAEBCB);
    t.bad = rgb(0xA8231B), t.badTint = rgb(0xFBE4E2);
    t.memWeights = rgb(0x36536F), t.memKv = rgb(0x6E9CC2), t.memCompute = rgb(0xB3CCE0), t.memOverhead = rgb(0xD9DDE3);
    t.memBeside = rgb(0x8C7BB5);
    t.memFree = rgb(0xEEF6F1), t.histogram = rgb(0xB4BCC8), t.levels = rgb(0xC2552D), t.errorBar = rgb(0xDB8F6B);
    t.families = {rgb(0x4675DD), rgb(0xB76917), rgb(0x2C714F), rgb(0xBB8290), rgb(0x6D0126), rgb(0x06A0C7),
                  rgb(0x6A6977), rgb(0x6A5000), rgb(0x004057), rgb(0x7E9161), rgb(0x000048), rgb(0x484848)};
    t.bits = {{{1.5, rgb(0xFFF3B8)},
               {2.6, rgb(0xE3EC9F)},
               {3.4, rgb(0xA5D9AE)},
               {4.4, rgb(0x5DBDBE)},
               {5.5, rgb(0x2E98C0)},
               {6.6, rgb(0x2370B3)},
               {8.5, rgb(0x2A489B)},
               {16.0, rgb(0x161F5C)}}};
    t.error = {rgb(0xFFF4EC), rgb(0xF7CDB0), rgb(0xE79568), rgb(0xC2552D), rgb(0x7F2A12)};
    t.neutral = {rgb(0xF6F4F1), rgb(0xDCD6CE), rgb(0xB5ABA0), rgb(0x857A70), rgb(0x544B45), rgb(0x2B2522)};
    t.parts = {rgb(0x44546A), rgb(0x70849F), rgb(0x9DABBF), rgb(0xC5CEDA), rgb(0xE1E5EB)};
    return t;
}

Theme makeDark() {
    Theme t;
    t.isDark = true;
    t.window = rgb(0x191B1F), t.surface = rgb(0x212429), t.rowHover = rgb(0x262A30), t.header = rgb(0x2A2E35);
    t.border = rgb(0x3A3F48), t.control = rgb(0x7F8795), t.grid = rgb(0x2F343B), t.track = rgb(0x363B44);
    t.text = rgb(0xE7E9ED), t.textSecondary = rgb(0xB2B8C3), t.disabled = rgb(0x767D89), t.axis = rgb(0x9098A5);
    t.accent = rgb(0xA9A5FF), t.accentHover = rgb(0xBFBCFF), t.onAccent = rgb(0x17153F), t.accentTint = rgb(0x31305A);
    t.ok = rgb(0x74D3A0), t.okTint = rgb(0x1E3B2D), t.warn = rgb(0xF0C065), t.warnTint = rgb(0x43361B);
    t.bad = rgb(0xFF968E), t.badTint = rgb(0x4A2725);
    t.memWeights = rgb(0xA7C4DF), t.memKv = rgb(0x5F8DB4), t.memCompute = rgb(0x3F607D), t.memOverhead = rgb(0x4A505A);
    t.memBeside = rgb(0xB09BD8);
    t.memFree = rgb(0x1F2F28), t.histogram = rgb(0x5C6470), t.levels = rgb(0xF09A6E), t.errorBar = rgb(0xB9714B);
    t.families = {rgb(0x2783EC), rgb(0xFFCC68), rgb(0x79BD8D), rgb(0xFF9CC4), rgb(0xC34859), rgb(0x8CEBF7),
                  rgb(0x9C9290), rgb(0xBC861B), rgb(0x4D788D), rgb(0xCCF4B9), rgb(0x607818), rgb(0x787878)};
    t.bits = {{{1.5, rgb(0xFFF3B8)},
               {2.6, rgb(0xE6EA9C)},
               {3.4, rgb(0xA9DCB0)},
               {4.4, rgb(0x62C3C3)},
               {5.5, rgb(0x3AA3CE)},
               {6.6, rgb(0x3F83CB)},
               {8.5, rgb(0x5169C2)},
               {16.0, rgb(0x5A50A8)}}};
    t.error = {rgb(0x2D2622), rgb(0x5A3A2A), rgb(0x96573A), rgb(0xD98355), rgb(0xFFC7A3)};
    t.neutral = {rgb(0x2A2826), rgb(0x46423E), rgb(0x6A635D), rgb(0x968D85), rgb(0xC6BEB6), rgb(0xF2EEEA)};
    t.parts = {rgb(0xA3B4CC), rgb(0x7489A6), rgb(0x566780), rgb(0x434F62), rgb(0x363D49)};
    return t;
}

Theme withMoreContrast(Theme t) {
    t.hasMoreContrast = true;
    if (t.isDark) {
        t.window = t.surface = rgb(0x000000), t.rowHover = rgb(0x1C1C1C), t.header = rgb(0x1A1A1A), t.track = rgb(0x303030);
        t.border = t.control = rgb(0xD0D0D0), t.grid = rgb(0x6A6A6A), t.axis = rgb(0xE0E0E0);
        t.text = rgb(0xFFFFFF), t.textSecondary = rgb(0xE4E4E4), t.disabled = rgb(0x9E9E9E);
        t.accent = rgb(0xC4C1FF), t.accentHover = rgb(0xDAD8FF), t.onAccent = rgb(0x000000), t.accentTint = rgb(0x2B2A66);
        t.ok = rgb(0x8FF0BC), t.okTint = rgb(0x0A2418), t.warn = rgb(0xFFD67A), t.warnTint = rgb(0x2E2208);
        t.bad = rgb(0xFFB4AE), t.badTint = rgb(0x380F0C);
        t.histogram = rgb(0x8B93A0), t.memCompute = rgb(0x4F7A9F), t.memOverhead = rgb(0x727987), t.errorBar = rgb(0xE08D62);
    } else {
        t.window = t.surface = rgb(0xFFFFFF), t.rowHover = rgb(0xEFEFEF), t.header = rgb(0xEFEFEF), t.track = rgb(0xE0E0E0);
        t.border = t.control = rgb(0x404040), t.grid = rgb(0x949494), t.axis = rgb(0x202020);
        t.text = rgb(0x000000), t.textSecondary = rgb(0x262626), t.disabled = rgb(0x6B6B6B);
        t.accent = rgb(0x2B28A0), t.accentHover = rgb(0x1D1B78), t.accentTint = rgb(0xD9D7FA);
        t.ok = rgb(0x0B4A2C), t.okTint = rgb(0xE9F8F0), t.warn = rgb(0x573600), t.warnTint = rgb(0xFFF4DC);
        t.bad = rgb(0x7F110B), t.badTint = rgb(0xFFEFED);
        t.histogram = rgb(0x8A929F), t.memKv = rgb(0x4F84B2), t.memCompute = rgb(0x7396B0), t.memOverhead = rgb(0x8D929B);
        t.levels = rgb(0xA03F1A), t.errorBar = rgb(0xBF5F33);
    }
    return t;
}

/// Linear in sRGB, as the scales are specified.
QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto channel = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

template <std::size_t n>
QColor evenlySpaced(const std::array<QColor, n>& colours, double position) {
    const double scaled = std::clamp(std::isfinite(position) ? position : 0.0, 0.0, 1.0) * (n - 1);
    const auto lower = std::min(static_cast<std::size_t>(scaled), n - 2);
    return mixed(colours[lower], colours[lower + 1], scaled - static_cast<double>(lower));
}

double relativeLuminance(const QColor& colour) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

Family familyOf(std::string_view formatId) {
    static constexpr std::array<std::string_view, familyCount> ids = {
        "gguf", "bitsandbytes",       "awq",        "gptq", "fbgemm", "exl2", "smoothquant", "aqlm", "hqq",
        "spqr", "compressed-tensors", "safetensors"};
    const auto found = std::find(ids.begin(), ids.end(), formatId);
    return found == ids.end() ? Family::gguf : static_cast<Family>(found - ids.begin());
}

const Theme& Theme::light() {
    static const Theme instance = makeLight();
    return instance;
}

const Theme& Theme::dark() {
    static const Theme instance = makeDark();
    return instance;
}

const Theme& Theme::lightMoreContrast() {
    static const Theme instance = withMoreContrast(makeLight());
    return instance;
}

const Theme& Theme::darkMoreContrast() {
    static const Theme instance = withMoreContrast(makeDark());
    return instance;
}

QColor Theme::bitsColour(double bitsPerWeight) const {
    if (!(bitsPerWeight > bits.front().at)) {
        return bits.front().colour;
    }
    for (std::size_t i = 1; i < bits.size(); ++i) {
        if (bitsPerWeight <= bits[i].at) {
            const double from = std::log2(bits[i - 1].at);
            return mixed(bits[i - 1].colour, bits[i].colour,
                         (std::log2(bitsPerWeight) - from) / (std::log2(bits[i].at) - from));
        }
    }
    return bits.back().colour;
}

QColor Theme::errorColour(double position) const {
    return evenlySpaced(error, position);
}
QColor Theme::neutralColour(double position) const {
    return evenlySpaced(neutral, position);
}

QPalette Theme::palette() const {
    QPalette p;
    p.setColor(QPalette::Window, window);
    for (const auto role : {QPalette::Base, QPalette::Button, QPalette::ToolTipBase}) {
        p.setColor(role, surface);
    }
    p.setColor(QPalette::AlternateBase, rowHover);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        p.setColor(role, text);
        p.setColor(QPalette::Disabled, role, disabled);
    }
    p.setColor(QPalette::PlaceholderText, textSecondary);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::HighlightedText, onAccent);
    p.setColor(QPalette::Light, surface);
    p.setColor(QPalette::Midlight, border);
    p.setColor(QPalette::Mid, border);
    p.setColor(QPalette::Dark, control);
    p.setColor(QPalette::Shadow, border);
    return p;
}

QPalette Theme::itemViewPalette() const {
    QPalette p = palette();
    p.setColor(QPalette::Highlight, accentTint);
    p.setColor(QPalette::HighlightedText, text);
    return p;
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double la = relativeLuminance(a);
    const double lb = relativeLuminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor inkOn(const QColor& background) {
    const QColor dark = rgb(0x14181F);
    const QColor white = rgb(0xFFFFFF);
    return contrastRatio(dark, background) >= contrastRatio(white, background) ? dark : white;
}

QColor blended(const QColor& under, const QColor& over, double amount) {
    return mixed(under, over, amount);
}

ThemeHub& ThemeHub::instance() {
    static ThemeHub hub;
    return hub;
}

ThemeHub::ThemeHub() {
    // Qt 6.4 does not tell the desktop's choice; the palette that the application started with does.
    const QPalette atStart = QApplication::palette();
    systemIsDark_ = atStart.color(QPalette::Window).lightness() < atStart.color(QPalette::WindowText).lightness();
    // Desktops for weak eyes set black on white or white on black; usual ones stay below.
    constexpr double hardlyMore = 20.5;
    moreContrast_ = contrastRatio(atStart.color(QPalette::Window), atStart.color(QPalette::WindowText)) > hardlyMore;
    apply();
}

void ThemeHub::setMoreContrast(bool moreContrast) {
    moreContrast_ = moreContrast;
    apply();
    Q_EMIT changed();
}

void ThemeHub::setChoice(ThemeChoice choice) {
    choice_ = choice;
    apply();
    Q_EMIT changed();
}

void ThemeHub::apply() {
    const bool dark = choice_ == ThemeChoice::dark || (choice_ == ThemeChoice::system && systemIsDark_);
    current_ = dark ? (moreContrast_ ? &Theme::darkMoreContrast() : &Theme::dark())
                    : (moreContrast_ ? &Theme::lightMoreContrast() : &Theme::light());
    QApplication::setPalette(current_->palette());
    QApplication::setPalette(current_->itemViewPalette(), "QAbstractItemView");
}

namespace {

const Theme*& overriding() {
    static const Theme* theme = nullptr;
    return theme;
}

} // namespace

const Theme& theme() {
    return overriding() != nullptr ? *overriding() : ThemeHub::instance().current();
}

ThemeOverride::ThemeOverride(const Theme& theme) {
    overriding() = &theme;
}

ThemeOverride::~ThemeOverride() {
    overriding() = nullptr;
}

} // namespace quantlathe::ui
