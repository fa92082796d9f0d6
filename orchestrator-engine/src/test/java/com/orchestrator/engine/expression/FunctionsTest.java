package com.orchestrator.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.engine.plan.ExpressionFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions CEL does not bring, and its own that are bound to ours. */
class FunctionsTest {

    private static final ExpressionCompiler COMPILER = new ExpressionCompiler();
    private static final Values SCOPE = Values.input(
            "{\"ints\":[3,1,2],\"mixed\":[1,2.5],\"none\":[],\"words\":[\"a\"],\"at\":\"2026-11-21T23:30:00Z\",\"t\":\"a😀ba😀\"}");

    private static String evaluate(String expression) throws ExpressionSyntaxException {
        return COMPILER.template(TextNode.valueOf("${" + expression + "}"))
                .evaluate(SCOPE)
                .toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            sum(input.ints)                                              § 6
            sum(input.mixed)                                             § 3.5
            sum(input.none)                                              § 0
            min(input.ints)                                              § 1
            min(input.mixed)                                             § 1
            max(input.ints)                                              § 3
            max(input.mixed)                                             § 2.5
            max([9223372036854775806, 9223372036854775807])              § 9223372036854775807
            min([1.5, 1])                                                § 1
            avg(input.ints)                                              § 2
            avg(input.mixed)                                             § 1.75
            avg([9223372036854775807, 9223372036854775807])              § 9223372036854775807
            uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com') § "2ed6657d-e927-568b-95e1-2665a8aea6a2"
            uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com') == uuidV5('6BA7B810-9DAD-11D1-80B4-00C04FD430C8', 'www.example.com') § true
            b64('hällo')                                                 § "aMOkbGxv"
            b64(b'\\xff\\x00')                                           § "/wA="
            b64('')                                                      § ""
            sha256('abc')                                                § "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            json({'b': 1, 'a': [null, 1.5, 'x']})                        § "{\\"b\\":1,\\"a\\":[null,1.5,\\"x\\"]}"
            parseJson('{"a":[1,2.5,null]}').a[0]                         § 1
            parseJson(json(input.ints)) == input.ints                    § true
            formatDate(input.at, 'yyyy-MM-dd')                           § "2026-11-21"
            formatDate(timestamp(input.at), 'yyyy-MM-dd HH:mm')          § "2026-11-21 23:30"
            formatDate(input.at, 'EEE d MMM yyyy HH:mm', 'Europe/Berlin') § "Sun 22 Nov 2026 00:30"
            formatDate(timestamp(input.at) + duration('48h'), 'dd.MM.')  § "23.11."
            formatDate('2026-11-21T23:30:00+05:00', 'HH')                § "18"
            input.t.indexOf('b')                                         § 2
            input.t.indexOf('a', 1)                                      § 3
            input.t.indexOf('x')                                         § -1
            input.t.indexOf('')                                          § 0
            input.t.lastIndexOf('a')                                     § 3
            input.t.lastIndexOf('a', 2)                                  § 0
            input.t.lastIndexOf('😀')                                    § 4
            input.t.contains('ba')                                       § true
            input.t.matches('^a.b')                                      § true
            matches(input.t, 'b$')                                       § false
            ['a', 'b'].join(', ')                                        § "a, b"
            ['', ''].join('-')                                           § "-"
            'aXbX'.replace('X', '')                                      § "ab"
            [1, 2] + [3]                                                 § [1,2,3]
            input.ints.map(x, x + 1) + input.ints.map(x, x)              § [4,2,3,3,1,2]
            [input.ints.filter(x, x > 1)].map(a, [a + [7], a + [8]])     § [[[3,2,7],[3,2,8]]]
            """)
    void functions_giveTheirValues(String expression, String value) throws ExpressionSyntaxException {
        assertThat(evaluate(expression)).isEqualTo(value).isEqualTo(evaluate(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            min(input.none)                        § min() of an empty list
            max(input.none)                        § max() of an empty list
            avg(input.none)                        § avg() of an empty list
            sum(input.words)                       § not a number
            max(input.words)                       § not a number
            avg([true])                            § not a number
            sum([9223372036854775807, 1])          § overflow
            uuidV5('dns', 'x')                     § 'dns' is not a UUID
            uuidV5('1-1-1-1-1', 'x')               § is not a UUID
            formatDate('today', 'yyyy')            § not an RFC 3339 moment
            formatDate(5, 'yyyy')                  § not an RFC 3339 moment
            formatDate(input.at, 'bogus')          § the pattern 'bogus'
            formatDate(input.at, 'yyyy', 'Mars')   § not a time zone
            """)
    void badArguments_areFailures(String expression, String reason) {
        assertThatThrownBy(() -> evaluate(expression))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining(reason);
    }
}
