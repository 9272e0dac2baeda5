// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/decimal_sign.h"

namespace quantlathe {

namespace {

class DecimalSign : public std::numpunct<char> {
public:
    explicit DecimalSign(char sign) : sign_(sign) {}

protected:
    [[nodiscard]] char do_decimal_point() const override { return sign_; }
    [[nodiscard]] std::string do_grouping() const override { return {}; }

private:
    char sign_;
};

std::locale& current() {
    static std::locale locale = std::locale::classic();
    return locale;
}

} // namespace

void setDecimalSign(char sign) {
    current() = std::locale(std::locale::classic(), new DecimalSign(sign)); // which owns it
}

const std::locale& numberLocale() {
    return current();
}

} // namespace quantlathe
