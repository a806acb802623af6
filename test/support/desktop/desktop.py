"""What a desktop knows and does, for specs of the real tray (Linux): its item and menu, its notifications, colours on the screen.

`desktop.py check` prints what the session lacks, one thing a line, and nothing where all is there.
`desktop.py serve` reads requests, one JSON document a line, and answers each by its id; notifications come as they are seen.
Needs python3-dbus and python3-gi.
"""

import json
import os
import sys

import dbus
import dbus.bus
import dbus.lowlevel
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

sys.dont_write_bytecode = True

from colours import Colours

ITEM = 'org.kde.StatusNotifierItem'
WATCHER = 'org.kde.StatusNotifierWatcher'
MENU = 'com.canonical.dbusmenu'
NOTIFICATIONS = 'org.freedesktop.Notifications'
PROPERTIES = 'org.freedesktop.DBus.Properties'


def say(document):
    sys.stdout.write(json.dumps(document) + '\n')
    sys.stdout.flush()


def plain(value):
    """D-Bus values as JSON has them; pictures only by their being there."""
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, dbus.ByteArray):
        return len(value)
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, dbus.Array) and value.signature == 'y':
        return len(value)
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


class Bus:
    def __init__(self):
        self.bus = dbus.SessionBus()

    def get(self, service, path, interface, name):
        return dbus.Interface(self.bus.get_object(service, path, introspect=False), PROPERTIES).Get(interface, name)

    def pid_of(self, service):
        return int(self.bus.call_blocking('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID', 's', (service,)))

    def items(self, pid):
        """The items of a process, as (service, path)."""
        try:
            names = self.get(WATCHER, '/StatusNotifierWatcher', WATCHER, 'RegisteredStatusNotifierItems')
        except dbus.DBusException:
            return []
        found = []
        for name in names:
            service, _, path = str(name).partition('/')
            try:
                if self.pid_of(service) == pid:
                    found.append((service, '/' + path))
            except dbus.DBusException:
                continue  # Gone, and the watcher hasn't noticed yet.
        return found

    def only_item(self, pid):
        items = self.items(pid)
        if len(items) != 1:
            raise LookupError(f'process {pid} has {len(items)} tray items')
        return items[0]

    def menu(self, pid):
        service, path = self.only_item(pid)
        return dbus.Interface(self.bus.get_object(service, self.get(service, path, ITEM, 'Menu'), introspect=False), MENU)

    def entries(self, pid):
        layout = self.menu(pid).GetLayout(0, -1, dbus.Array([], signature='s'))[1]
        return tree(layout)['items']

    # Requests

    def item(self, pid):
        items = self.items(pid)
        if not items:
            return None
        service, path = items[0]
        tooltip = self.get(service, path, ITEM, 'ToolTip')
        return {
            'count': len(items),
            'status': str(self.get(service, path, ITEM, 'Status')),
            'tooltip': '\n'.join(str(part) for part in tooltip[2:4] if part),
            'icons': [[int(width), int(height)] for width, height, _ in self.get(service, path, ITEM, 'IconPixmap')],
            'menu': self.entries(pid),
        }

    def choose(self, pid, labels):
        self.send(pid, [{'labels': labels}])

    def activate(self, pid):
        self.send(pid, [{'click': 'Activate'}])

    def dismiss(self, number):
        desktop = self.bus.get_object(NOTIFICATIONS, '/org/freedesktop/Notifications', introspect=False)
        dbus.Interface(desktop, NOTIFICATIONS).CloseNotification(dbus.UInt32(number))

    def send(self, pid, steps):
        """Clicks and choices in one go: the next comes before the tray has done anything about the one before."""
        service, path = self.only_item(pid)
        menu = self.menu(pid)
        known = self.entries(pid) if any('labels' in step for step in steps) else []
        for step in steps:
            if 'click' in step:
                item = self.bus.get_object(service, path, introspect=False)
                item.get_dbus_method(step['click'], ITEM)(dbus.Int32(0), dbus.Int32(0), ignore_reply=True)
            else:
                number = find(known, step['labels'])
                menu.Event(dbus.Int32(number), 'clicked', dbus.Int32(0, variant_level=1), dbus.UInt32(0), ignore_reply=True)
        self.bus.flush()


def tree(node):
    number, properties, children = node
    return {
        'id': int(number),
        'kind': 'separator' if properties.get('type') == 'separator' else 'check' if 'toggle-type' in properties else 'entry',
        'label': str(properties.get('label', '')),
        'enabled': bool(properties.get('enabled', True)),
        'checked': int(properties.get('toggle-state', 0)) == 1,
        'items': [tree(child) for child in children],
    }


def find(entries, labels):
    """The number of the entry whose label begins so; more labels: in its submenu."""
    for entry in entries:
        if entry['label'].startswith(labels[0]):
            return entry['id'] if len(labels) == 1 else find(entry['items'], labels[1:])
    raise LookupError(f'no entry {labels[0]!r} among {[entry["label"] for entry in entries]}')


class Notifications:
    """Tells every call and signal about notifications, by listening in on the bus."""

    def __init__(self, pid_of):
        self.pid_of = pid_of
        self.asked = {}
        self.connection = dbus.bus.BusConnection(os.environ['DBUS_SESSION_BUS_ADDRESS'])
        self.connection.add_message_filter(self.see)
        rules = [f"type='method_call',interface='{NOTIFICATIONS}'", f"type='signal',interface='{NOTIFICATIONS}'", "type='method_return'"]
        self.connection.call_blocking(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.Monitoring', 'BecomeMonitor', 'asu', (rules, 0)
        )

    def see(self, _connection, message):
        try:
            self.tell(message)
        except Exception as error:  # A monitor that raised would be disconnected without a word.
            say({'event': 'error', 'message': repr(error)})
        return dbus.lowlevel.HANDLER_RESULT_HANDLED

    def tell(self, message):
        if message.get_type() == 2:  # A method's return: the number that the desktop gave to a notification.
            key = (message.get_destination(), message.get_reply_serial())
            if key in self.asked:
                say({'event': 'shown', 'serial': self.asked.pop(key), 'id': int(message.get_args_list()[0])})
            return
        member, args = message.get_member(), message.get_args_list()
        if member == 'Notify':
            serial = f'{message.get_sender()} {message.get_serial()}'
            self.asked[(message.get_sender(), message.get_serial())] = serial
            names = ['app', 'replaces', 'icon', 'summary', 'body', 'actions', 'hints', 'timeout']
            facts = {name: plain(value) for name, value in zip(names, args)}
            say({'event': 'notify', 'serial': serial, 'pid': self.pid_of(message.get_sender()), **facts})
        elif member == 'CloseNotification':
            say({'event': 'withdrawn', 'id': int(args[0])})
        elif member == 'NotificationClosed':
            say({'event': 'closed', 'id': int(args[0])})


def check():
    bus = dbus.SessionBus()
    if not bus.name_has_owner(WATCHER):
        print('a StatusNotifier host')
    if not (bus.name_has_owner(NOTIFICATIONS) or NOTIFICATIONS in bus.list_activatable_names()):
        print('a notification daemon')


def serve():
    bus = Bus()
    colours = Colours()
    watching = Notifications(bus.pid_of)
    assert watching
    doing = {
        'item': bus.item, 'choose': bus.choose, 'activate': bus.activate, 'send': bus.send, 'dismiss': bus.dismiss,
        'watchColour': colours.watch, 'coloursSeen': colours.stop,
    }
    loop = GLib.MainLoop()

    def answer(line):
        request = json.loads(line)
        try:
            say({'id': request['id'], 'value': doing[request['do']](*request['args'])})
        except Exception as error:  # Whatever it was, the spec has to hear of it.
            say({'id': request['id'], 'error': f'{type(error).__name__}: {error}'})

    pending = bytearray()

    def read(*_):
        got = os.read(0, 65536)
        if not got:
            loop.quit()
            return False
        pending.extend(got)
        *lines, rest = bytes(pending).split(b'\n')
        pending[:] = rest
        for line in lines:
            answer(line)
        return True

    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, read)
    say({'event': 'ready'})
    loop.run()


DBusGMainLoop(set_as_default=True)
check() if sys.argv[1:] == ['check'] else serve()
