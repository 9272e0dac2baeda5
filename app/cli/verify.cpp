// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli verify: is a converted file whole?
#include "base/text.h"
#include "command.h"
#include "convert/job.h"
#include "hub_option.h"

#include <fmt/format.h>
#include <memory>

namespace quantlathe::cli {

Command addVerify(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("verify", "Read a converted file back and check every block");
    const auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "A converted file")->required();
    const auto work = [file](Session& session) {
        requireModelHere(*file);
        const std::size_t tensors = verifyFile(*file, session.threads(), session.progress(), session.cancelToken());
        if (session.wantsJson()) {
            session.printJson(Json{{"file", jsonText(*file)}, {"valid", true}, {"tensors", tensors}});
        } else {
            session.printText(fmt::format("{}: valid, {} tensors\n", escapeForDisplay(*file), tensors));
        }
    };
    return {command, work};
}

} // namespace quantlathe::cli
