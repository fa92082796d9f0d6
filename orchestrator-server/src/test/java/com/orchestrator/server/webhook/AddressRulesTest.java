package com.orchestrator.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.webhook.WebhookSpec;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but what is plainly outside is called. */
class AddressRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2002:7f00:1::",
                "2002:a00:1::",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "5f00::1",
                "4000::1"
            })
    void whatIsInside_isRefused(String address) throws UnknownHostException {
        assertThat(AddressRules.STRICT.fault(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.167.255.255",
                "192.169.0.1",
                "169.253.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "::ffff:1.1.1.1"
            })
    void whatIsOutside_isCalled(String address) throws UnknownHostException {
        assertThat(AddressRules.STRICT.fault(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://2130706433/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://user:pass@example.com/",
                "https://example.com:25/",
                "https://example.com:22/",
                "https://example.com:0/",
                "https://example.com:70000/",
                "https:///hooks",
                "https://ex ample.com/",
                "https://example.com/#fragment",
                "hooks",
                ""
            })
    void anAddress_thatMayNotBeCalled_isRefusedWhenItIsSet(String url) {
        assertThatThrownBy(() -> AddressRules.STRICT.check(WebhookSpec.to(url).uri()))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WEBHOOK_INVALID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "HTTPS://Example.com/a?b=c",
                "https://example.com:8443/",
                "https://1.1.1.1/"
            })
    void anOrdinaryAddress_isTaken(String url) {
        assertThatCode(() -> AddressRules.STRICT.check(WebhookSpec.to(url).uri()))
                .doesNotThrowAnyException();
    }

    @Test
    void whatTheConfigurationNames_isAllowed_andNoMore() throws UnknownHostException {
        AddressRules rules = AddressRules.of(
                true, List.of("hooks.Shop.example", "*.inner.example"), List.of("10.1.0.0/16", "fd00:1::/32"));

        assertThat(rules.fault(InetAddress.getByName("10.1.255.1"))).isEmpty();
        assertThat(rules.fault(InetAddress.getByName("10.2.0.1"))).isPresent();
        assertThat(rules.fault(InetAddress.getByName("fd00:1::7"))).isEmpty();
        assertThat(rules.fault(InetAddress.getByName("fd00:2::7"))).isPresent();
        assertThatCode(() -> rules.check(URI.create("http://hooks.shop.example/")))
                .doesNotThrowAnyException();
        assertThatCode(() -> rules.check(URI.create("https://a.b.inner.example/")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.check(URI.create("https://inner.example/")))
                .hasMessageContaining("not among those");
        assertThatThrownBy(() -> rules.check(URI.create("https://evilinner.example/")))
                .hasMessageContaining("not among those");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "shop", "10.0.0.0/x", "::/129", "/8", "1.2.3.4.5/8"})
    void whatIsNoNetwork_isNoConfiguration(String text) {
        assertThatThrownBy(() -> AddressRules.of(false, List.of(), List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
