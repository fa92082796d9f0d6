package com.orchestrator.engine.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    private static final Payload INPUT = Payload.ofJson(
            "{\"card\":\"4111-1111\",\"pin\":\"12\",\"limit\":987654,\"vip\":true,\"name\":\"Ann\",\"all\":[\"4111-1111-2222\",{\"x\":null}]}");
    private static final Mask MASK =
            Mask.of(List.of(new Mask.Marked(INPUT, Set.of("/card", "/pin", "/limit", "/vip", "/all"))));

    @ParameterizedTest
    @CsvSource({
        "'paid by 4111-1111, twice: 4111-1111','paid by ***, twice: ***'",
        "4111-1111-2222,***",
        "'the 12th of 12','the 12th of 12'",
        "12,***",
        "'987654 left','*** left'",
        "'cut in the middle: 4111-1…','cut in the middle: ***…'",
        "'cut in front: 411…','cut in front: 411…'",
        "true,true",
        "'',''"
    })
    void texts_haveNoValuesInThem(String text, String shown) {
        assertThat(MASK.over(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"number":"4111-1111","n":987654,"m":987655,"p":"12","q":12}    | {"number":"***","n":"***","m":987655,"p":"***","q":"***"}
            {"4111-1111":["a 4111-1111"],"vip":true}                        | {"***":["a ***"],"vip":true}
            """)
    void values_areFoundWhereverTheyWereCopiedTo(String value, String shown) {
        assertThat(MASK.over(Payload.ofJson(value).tree()).toString()).isEqualTo(shown);
    }

    @Test
    void thePayloadItself_isMaskedByPlace_whereverItStands() {
        assertThat(MASK.over(Payload.ofJson("{\"of\":" + INPUT + "}").tree()).toString())
                .isEqualTo(
                        "{\"of\":{\"card\":\"***\",\"pin\":\"***\",\"limit\":\"***\",\"vip\":\"***\",\"name\":\"Ann\",\"all\":\"***\"}}");
    }

    @Test
    void aWholePayload_andAPlaceThatIsNotThere_areNoTrouble() {
        Mask whole = Mask.of(List.of(new Mask.Marked(INPUT, Set.of(""))));
        Mask nowhere = Mask.of(List.of(new Mask.Marked(INPUT, Set.of("/none/0", "/all/7"))));

        assertThat(whole.over(INPUT.tree()).asText()).isEqualTo("***");
        assertThat(nowhere.over(INPUT.tree())).isEqualTo(INPUT.tree());
        assertThat(Mask.of(List.of(new Mask.Marked(INPUT, Set.of()))).isNone()).isTrue();
        assertThat(Mask.NONE.and(whole).over("Ann was here")).isEqualTo("Ann was here");
    }
}
