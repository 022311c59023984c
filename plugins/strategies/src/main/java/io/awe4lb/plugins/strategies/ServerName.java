package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Client;

/** A client is known by the server that it asks for, one that names none by its address. */
enum ServerName implements ClientKey {
    KEY;

    @Override
    public long hash(Client client) {
        String name = client.serverName();
        return name.isEmpty() ? ClientKey.SOURCE.hash(client) : StickyHash.client(name);
    }

    @Override
    public boolean wantsServerName() {
        return true;
    }
}
