// What the command palette finds, and in which order: plain functions, no window.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/desktop/shell/command.h"
#include "app/desktop/shell/command_sources.h"

namespace lpstudio {
namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

int score(const char* pattern, const char* in) {
    const auto match = fuzzyMatch(text(pattern), text(in));
    return match ? match->score : -1000000;
}

TEST(FuzzyMatch, FindsLettersInTheirOrderWhateverTheirCase) {
    for (const auto& [pattern, in] : {std::pair{"oep", "Open the example project"},
                                      {"OPEN", "open"},
                                      {"pareto", "Pareto"},
                                      {"ex op", "Open the example project"},
                                      {"l2c1", "layer2.0.conv1"},
                                      {"aendern", "Aendern"},
                                      {"andern", "Ändern"},
                                      {"", "anything"},
                                      {"  ", "x"}})
        EXPECT_TRUE(fuzzyMatch(text(pattern), text(in))) << pattern << " in " << in;
    for (const auto& [pattern, in] :
         {std::pair{"npo", "open"}, {"opens", "open"}, {"x", ""}, {"open zebra", "Open project"}})
        EXPECT_FALSE(fuzzyMatch(text(pattern), text(in))) << pattern << " in " << in;
}

TEST(FuzzyMatch, TellsWhichLettersMatched) {
    EXPECT_EQ(fuzzyMatch(text("op"), text("Open"))->positions, (std::vector<int>{0, 1}));
    EXPECT_EQ(fuzzyMatch(text("ep"), text("Open example project"))->positions,
              (std::vector<int>{5, 13}));
    // Two words, in the other order, ascending and each once.
    EXPECT_EQ(fuzzyMatch(text("pro op"), text("Open project"))->positions,
              (std::vector<int>{0, 1, 5, 6, 7}));
    EXPECT_TRUE(fuzzyMatch(text(""), text("Open"))->positions.empty());
}

TEST(FuzzyMatch, PrefersWordHeadsRunsAndShortTexts) {
    // What is typed, the better text, the worse.
    for (const auto& [pattern, better, worse] :
         {std::tuple{"search", "Search", "Research notes"},
          {"search", "Set up a search", "Smear each r c h"},
          {"par", "Pareto", "Compare"},
          {"exp", "Export candidate…", "Open the example project"},
          {"pro", "Project", "Open the example project"},
          {"dt", "Dark theme", "Distributions"},
          {"conv1", "conv1", "conv11"},
          {"lay2", "layer2", "layer12"},
          {"help", "Help", "Help on this page"}})
        EXPECT_GT(score(pattern, better), score(pattern, worse)) << pattern;
}

TEST(FuzzyMatch, ATextOfAnyLengthIsTaken) {
    const QString longText(100000, u'a');
    EXPECT_TRUE(fuzzyMatch(text("aaa"), longText));
    EXPECT_FALSE(fuzzyMatch(longText, text("aaa")));
}

std::vector<Command> someCommands() {
    std::vector<Command> commands;
    const auto add = [&](CommandKind kind, const char* title, const char* where, bool enabled) {
        Command command;
        command.kind = kind;
        command.title = text(title);
        command.where = text(where);
        command.enabled = enabled;
        commands.push_back(command);
    };
    add(CommandKind::Page, "Project", "", true);
    add(CommandKind::Page, "Search", "", true);
    add(CommandKind::Action, "Save as bundle…", "File", false);
    add(CommandKind::Action, "New project…", "File", true);
    add(CommandKind::Layer, "layer1.0.conv1", "Layer 2", true);
    add(CommandKind::Help, "Searching", "", true);
    add(CommandKind::Action, "Save picture", "Edit", true);
    return commands;
}

QStringList found(const char* query, const QStringList& recent = {}, std::size_t most = 100) {
    const auto commands = someCommands();
    QStringList titles;
    for (const RankedCommand& one : rankCommands(text(query), commands, recent, most))
        titles << commands[one.index].title;
    return titles;
}

TEST(RankCommands, ThePageComesBeforeItsHelp) {
    EXPECT_EQ(found("search"), (QStringList{text("Search"), text("Searching")}));
}

TEST(RankCommands, WhatCannotBeDoneComesLast) {
    EXPECT_EQ(found("save"), (QStringList{text("Save picture"), text("Save as bundle…")}));
}

TEST(RankCommands, WhatStandsBesideATitleIsFoundToo) {
    EXPECT_EQ(found("file new"), QStringList{text("New project…")});
    EXPECT_EQ(found("layer 2").value(0), text("layer1.0.conv1"));
    // Its letters are not among those of the title.
    const auto commands = someCommands();
    for (const RankedCommand& one : rankCommands(text("file new"), commands, {}, 10))
        for (const int at : one.positions) EXPECT_LT(at, commands[one.index].title.size());
}

TEST(RankCommands, WhatWasUsedLatelyComesFirst) {
    EXPECT_EQ(found("").value(0), text("Project"));
    EXPECT_EQ(found("", {text("Save picture"), text("Searching")}).mid(0, 2),
              (QStringList{text("Save picture"), text("Searching")}));
    EXPECT_EQ(found("").size(), 7);
    EXPECT_EQ(found("", {}, 3).size(), 3);
}

TEST(CommandSources, ANumberAsksForACandidate) {
    EXPECT_EQ(askedCandidate(text("17")), CandidateId(17));
    EXPECT_EQ(askedCandidate(text(" #17 ")), CandidateId(17));
    EXPECT_EQ(askedCandidate(text("candidate 17")), CandidateId(17));
    EXPECT_EQ(askedCandidate(text("candidate #17")), CandidateId(17));
    for (const char* other : {"", "conv1", "17 bit", "candidate", "lp:8", "99999999999999999999"})
        EXPECT_FALSE(askedCandidate(text(other))) << other;
}

TEST(CommandSources, MnemonicsAreNoLetters) {
    EXPECT_EQ(plainText(text("&File")), text("File"));
    EXPECT_EQ(plainText(text("Save && close\tCtrl+W")), text("Save & close"));
    EXPECT_EQ(plainText(text("odd &")), text("odd "));
}

}  // namespace
}  // namespace lpstudio
