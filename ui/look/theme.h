// SPDX-License-Identifier: GPL-3.0-or-later
// Every colour of the window under the name of what it means. Widgets, delegates and charts ask the theme and hold no colour.
#pragma once

#include <array>
#include <QColor>
#include <QObject>
#include <QPalette>
#include <span>

namespace quantlathe::ui {

struct GradientStop {
    double at; // bits per weight, or a position from 0 to 1
    QColor colour;
};

/// Output families in the order in which marks are handed out; each has a colour and a shape.
enum class Family { gguf, bitsandbytes, awq, gptq, fbgemm, exl2, smoothQuant, aqlm, hqq, spqr, compressedTensors, plain };
inline constexpr std::size_t familyCount = 12;
/// By the id of a format; `plain`: floats in a Hugging Face folder. What is not known shares the first mark.
[[nodiscard]] Family familyOf(std::string_view formatId);

/// A value type: four constant instances exist, light and dark, each also with more contrast.
struct Theme {
    bool isDark = false;
    bool hasMoreContrast = false; // parts of bars and badges get an outline of `control`

    QColor window, surface, rowHover, header, border, control, grid, track;
    QColor text, textSecondary, disabled, axis;
    QColor accent, accentHover, onAccent, accentTint;
    QColor ok, okTint, warn, warnTint, bad, badTint;
    QColor memWeights, memKv, memCompute, memOverhead, memBeside, memFree;
    QColor histogram, levels, errorBar;

    std::array<QColor, familyCount> families;
    std::array<GradientStop, 8> bits; // over log2(bits per weight)
    std::array<QColor, 5> error;      // evenly spaced, least first
    std::array<QColor, 6> neutral;    // evenly spaced, least first
    std::array<QColor, 5> parts;      // parts of a file on the Overview page, heaviest first

    [[nodiscard]] static const Theme& light();
    [[nodiscard]] static const Theme& dark();
    /// Black and white grounds, text of at least 7 : 1, lines and parts of at least 3 : 1.
    [[nodiscard]] static const Theme& lightMoreContrast();
    [[nodiscard]] static const Theme& darkMoreContrast();

    [[nodiscard]] QColor family(Family which) const { return families[static_cast<std::size_t>(which)]; }
    /// Real bits per weight, block scales included.
    [[nodiscard]] QColor bitsColour(double bitsPerWeight) const;
    /// Position from 0 to 1 on the error or neutral scale.
    [[nodiscard]] QColor errorColour(double position) const;
    [[nodiscard]] QColor neutralColour(double position) const;

    [[nodiscard]] QPalette palette() const;
    /// Item views mark a selection with a tint, so that badges and bars in the row stay readable.
    [[nodiscard]] QPalette itemViewPalette() const;
};

/// WCAG 2 contrast ratio, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);
/// Dark or white, whichever reads better on `background`.
[[nodiscard]] QColor inkOn(const QColor& background);
/// `amount` of `over` laid on `under`: both opaque, result opaque.
[[nodiscard]] QColor blended(const QColor& under, const QColor& over, double amount);

enum class ThemeChoice { system, light, dark };

/// The theme in force. Lives in the window's thread; one for the application.
class ThemeHub : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] static ThemeHub& instance();

    [[nodiscard]] const Theme& current() const { return *current_; }
    [[nodiscard]] ThemeChoice choice() const { return choice_; }
    /// Sets palette and style data of the application and emits changed().
    void setChoice(ThemeChoice choice);
    [[nodiscard]] bool moreContrast() const { return moreContrast_; }
    /// At first what the desktop's own colours suggest.
    void setMoreContrast(bool moreContrast);

Q_SIGNALS:
    void changed();

private:
    ThemeHub();
    void apply();

    bool systemIsDark_ = false;
    bool moreContrast_ = false;
    ThemeChoice choice_ = ThemeChoice::system;
    const Theme* current_ = &Theme::light();
};

/// Short for ThemeHub::instance().current(), or the theme that a ThemeOverride asks for.
[[nodiscard]] const Theme& theme();

/// While it lives, theme() answers another theme and nobody is told: for painting into files. Window's thread only; not nested.
class ThemeOverride {
public:
    explicit ThemeOverride(const Theme& theme);
    ~ThemeOverride();
    ThemeOverride(const ThemeOverride&) = delete;
    ThemeOverride& operator=(const ThemeOverride&) = delete;
};

} // namespace quantlathe::ui
