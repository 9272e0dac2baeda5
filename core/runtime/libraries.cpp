// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/libraries.h"

#include "base/digest.h"
#include "runtime/bf16_product.h"

#include <array>
#include <cblas.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <hwy/highway.h>
#include <nlohmann/json.hpp>
#include <tbb/version.h>
#include <unicode/uversion.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace quantlathe {
namespace {

std::string pcre2Version() {
    std::array<char, 64> text{}; // "10.42 2022-12-11"; the manual asks for 24 at least
    const int length = pcre2_config(PCRE2_CONFIG_VERSION, text.data());
    const std::string all(text.data(), length > 0 ? static_cast<std::size_t>(length) - 1 : 0);
    return all.substr(0, all.find(' '));
}

std::string icuVersion() {
    UVersionInfo version{};
    u_getVersion(version);
    return fmt::format("{}.{}", version[0], version[1]);
}

} // namespace

std::vector<std::pair<std::string, std::string>> libraryVersions() {
    return {{"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
            {"Highway", fmt::format("{}.{}", HWY_MAJOR, HWY_MINOR)},
            {"ICU", icuVersion()},
            {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
            {"nlohmann/json",
             fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
            {"oneDNN", bf16Library()},
            {"oneTBB", TBB_runtime_version()},
            {"OpenBLAS", openblas_get_config()},
            digestLibrary(),
            {"PCRE2", pcre2Version()}};
}

} // namespace quantlathe
