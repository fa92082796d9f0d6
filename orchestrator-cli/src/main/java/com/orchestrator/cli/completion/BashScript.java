package com.orchestrator.cli.completion;

import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.command.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For bash; and for zsh, which can be told to understand what is for bash. Files are completed where nothing else fits. */
final class BashScript {

    private static final String FOR_ZSH = "autoload -U +X bashcompinit && bashcompinit\n";

    private final Vocabulary vocabulary;

    BashScript(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    String forZsh() {
        return "#compdef orc\n" + FOR_ZSH + text();
    }

    String text() {
        return """
                _orc() {
                    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=''
                    case $before in
                %s    *)
                        case "$COMP_CWORD ${COMP_WORDS[1]} ${COMP_WORDS[2]} ${COMP_WORDS[3]} " in
                        "1 "*) words='%s' ;;
                %s        esac
                        ;;
                    esac
                    COMPREPLY=($(compgen -W "$words" -- "$current"))
                }
                complete -o default -F _orc orc
                """.replace("%s    *)", values() + "    *)")
                .replace("'%s'", "'" + String.join(" ", first()) + "'")
                .replace("%s        esac", lines() + "        esac");
    }

    private List<String> first() {
        return Stream.concat(
                        vocabulary.nouns().stream().map(Noun::name),
                        vocabulary.verbs().stream().map(Verb::name))
                .toList();
    }

    /** Behind an option of which all values are known. */
    private String values() {
        Map<String, String> values = new LinkedHashMap<>();
        Stream.concat(
                        Globals.all().stream(),
                        vocabulary.phrases().stream().flatMap(phrase -> phrase.verb().options().stream()))
                .filter(option -> !option.kind().words().isEmpty())
                .forEach(option -> values.putIfAbsent(
                        String.join(" | ", option.names()),
                        String.join(" ", option.kind().words())));
        return values.entrySet().stream()
                .map(value -> "    " + value.getKey() + ") words='" + value.getValue() + "' ;;\n")
                .collect(Collectors.joining());
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        vocabulary.verbs().forEach(verb -> lines.append(line(behind(verb.name()), options(verb))));
        for (Noun noun : vocabulary.nouns()) {
            lines.append(line(
                    "\"2 " + noun.name() + " \"*",
                    noun.verbs().stream().map(BashScript::first).distinct().collect(Collectors.joining(" "))));
            kinds(noun).forEach((kind, verbs) -> lines.append(line("\"3 " + noun.name() + " " + kind + " \"*", verbs)));
            noun.verbs().forEach(verb -> lines.append(line(behind(noun.name() + " " + verb.name()), options(verb))));
        }
        return lines.toString();
    }

    /** Of verbs of two words: what may come behind the first. */
    private static Map<String, String> kinds(Noun noun) {
        Map<String, String> kinds = new LinkedHashMap<>();
        noun.verbs().stream()
                .filter(verb -> verb.name().contains(" "))
                .forEach(verb -> kinds.merge(
                        first(verb), verb.name().substring(first(verb).length() + 1), (some, one) -> some + " " + one));
        return kinds;
    }

    private static String first(Verb verb) {
        return verb.name().split(" ")[0];
    }

    /** Whatever the number of the word is that is asked for. */
    private static String behind(String words) {
        return "[0-9]\" " + words + " \"* | [0-9][0-9]\" " + words + " \"*";
    }

    private static String line(String pattern, String words) {
        return "        " + pattern + ") words='" + words + "' ;;\n";
    }

    private static String options(Verb verb) {
        return Stream.concat(
                        Stream.concat(
                                verb.arguments().stream().flatMap(argument -> argument.kind().words().stream()),
                                verb.options().stream().map(Option::name)),
                        Globals.all().stream().map(Option::name))
                .collect(Collectors.joining(" "));
    }
}
