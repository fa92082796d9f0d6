package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEqualityTest {

    private static Payload json(String text) {
        return Payload.ofJson(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            1                                § 1.0
            1                                § 1e0
            1                                § 10e-1
            0                                § -0.0
            0                                § 0e99999999999
            1e400                            § 10e399
            1e1000000000                     § 10e999999999
            10e1000000000                    § 1e1000000001
            1e99999999999                    § 10.0e99999999998
            -1e99999999999                   § -0.1E+100000000000
            1e-99999999999                   § 10e-100000000000
            12345678901234567890             § 12345678901234567890.00
            {"a":1,"b":[1,2]}                § { "b" : [1.0, 2] , "a":1.00}
            {"a~b/c":null}                   § {"a~b/c": null}
            "\\u00e9"                        § "é"
            """)
    void valuesWithOtherBytes_sayTheSame(String left, String right) {
        assertThat(json(left).saysTheSameAs(json(right))).isTrue();
        assertThat(json(right).saysTheSameAs(json(left))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            1234567890123456.78              § 1234567890123456.79              § ``
            1                                § 1.0000000000000000000000000001   § ``
            1                                § "1"                              § ``
            0                                § null                             § ``
            0                                § false                            § ``
            1e400                            § 1e401                            § ``
            1e1000000000                     § 2e1000000000                     § ``
            1e99999999999                    § 1e99999999998                    § ``
            1e99999999999                    § -1e99999999999                   § ``
            1e99999999999                    § 1                                § ``
            1e99999999999                    § "1e99999999999"                  § ``
            {}                               § []                               § ``
            {"a":{"b":[1,2]}}                § {"a":{"b":[1,3]}}                § /a/b/1
            {"a":[1,2]}                      § {"a":[1]}                        § /a/1
            {"a":null}                       § {}                               § /a
            {"b":1,"a~/b":1}                 § {"a~/b":2,"b":2}                 § /a~0~1b
            """)
    void valuesThatDiffer_sayWhere(String left, String right, String pointer) {
        assertThat(json(left).firstDifference(json(right))).contains(pointer);
        assertThat(json(right).firstDifference(json(left))).contains(pointer);
    }

    @Test
    void equalBytes_areNotLookedInto() {
        assertThat(json("{not json").saysTheSameAs(json("{not json"))).isTrue();
    }

    @Test
    void longNumbers_areComparedByAllDigits() {
        String digits = "7".repeat(900);

        assertThat(json(digits + "8").saysTheSameAs(json(digits + "9"))).isFalse();
        assertThat(json(digits + "8").saysTheSameAs(json(digits + "8.0e0"))).isTrue();
    }

    @Test
    void trees_keepAllDigits() {
        String text = "[1.10,1234567890123456.78,1E+400,98765432109876543210,1e99999999999]";

        assertThat(Payload.ofTree(json(text).tree())).hasToString(text);
    }
}
